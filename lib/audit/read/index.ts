export { listEventsHiding } from './list-hiding'
