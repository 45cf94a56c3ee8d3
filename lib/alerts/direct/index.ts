export { DirectPath } from './direct-path'
export { OutsidePing } from './outside-ping'
