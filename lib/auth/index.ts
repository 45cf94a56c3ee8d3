export { authenticate, credentialOf } from './authenticate'
export { handleAuth } from './handler'
export { findPageUser, type PageUser, requirePageUser } from './page'
