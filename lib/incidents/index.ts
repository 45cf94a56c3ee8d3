export { type AlertOfIncident, type IncidentOfAlert, openForAlert } from './open-for-alert'
