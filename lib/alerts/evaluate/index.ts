export { getEvaluator } from './evaluator'
export { dashboardUrl } from './message-of'
export { raise } from './raise'
export { resolveOpen } from './resolve-open'
