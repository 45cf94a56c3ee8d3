export { checks } from './checks'
export { drain } from './drain'
export { isDraining, onDrain, startedAt } from './lifecycle'
export { startRuntime } from './start'
