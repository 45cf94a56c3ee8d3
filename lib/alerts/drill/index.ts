export { acknowledgeDrill } from './acknowledge-drill'
export { drillJob } from './drill-job'
export { listDrills } from './list-drills'
