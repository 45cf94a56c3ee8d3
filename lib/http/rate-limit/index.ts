export type { RateLimit } from './policy'
export { RequestLimit } from './request-limit'
