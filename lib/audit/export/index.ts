export { csvHeader } from './csv'
export { exportResponse } from './export-response'
export { inert } from './inert'
