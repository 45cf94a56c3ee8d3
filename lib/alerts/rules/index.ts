export { rules } from './registry'
export { rulesInForce } from './settings'
