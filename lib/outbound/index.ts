export { OutboundError } from './outbound-error'
export { type OutboundAnswer, type OutboundRequest, send } from './send'
export { addressProblem, type Resolver } from './target'
