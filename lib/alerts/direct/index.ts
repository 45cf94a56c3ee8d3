export { DirectPath } from './direct-path'
export { loadCopy } from './load-copy'
export { OutsidePing } from './outside-ping'
