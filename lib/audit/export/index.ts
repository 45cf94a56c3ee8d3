export { exportResponse } from './export-response'
export { inert } from './inert'
