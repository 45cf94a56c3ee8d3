export { createInbound } from './create-inbound'
export { listInbound } from './list-inbound'
export { receiveAlerts } from './receive-alerts'
export { revokeInbound } from './revoke-inbound'
