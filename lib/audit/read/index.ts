export { listEventsHiding } from './list-hiding'
export { recordView } from './record-view'
