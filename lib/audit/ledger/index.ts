export { getEvidence } from './evidence'
export { startVerification } from './verification'
