export { type MaintenanceNow, maintenanceNow } from './now'
export { isOpen, nextStart, occurrencesBetween } from './occurrences'
export { plannedMaintenance, type Stretch } from './planned'
export { timesOf } from './window-times'
