export { digestJob } from './digest-job'
export { getDigest } from './get-digest'
export { listDigests } from './list-digests'
