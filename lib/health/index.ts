export { HealthJson, Liveness, Ping, Readiness, ServerHealth, SystemHealth } from './contract'
export { readinessResponse } from './readiness'
export { liveness, ping, serverHealthResponse } from './server-health'
export { systemHealth, systemHealthResponse } from './system-health'
