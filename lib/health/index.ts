export { Liveness, Ping, Readiness, ServerHealth, SystemHealth } from './contract'
export { readinessResponse } from './readiness'
export { liveness, ping, serverHealthResponse } from './server-health'
export { systemHealthResponse } from './system-health'
