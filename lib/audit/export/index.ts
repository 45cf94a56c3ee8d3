export { exportResponse } from './export-response'
