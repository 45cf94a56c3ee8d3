export { streamResponse } from './stream-response'
