export { documentResponse } from './document-response'
