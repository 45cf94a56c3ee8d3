export { getEvidence } from './evidence'
export { proveEvent } from './proof'
export { checkpointKey, latestCheckpointNote } from './public-checkpoint'
export { startVerification } from './verification'
