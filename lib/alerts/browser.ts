export { alertSeverities } from './severities'
