export { checks } from './checks'
export { drain } from './drain'
export { isDraining } from './lifecycle'
export { startRuntime, startWorker } from './start'
