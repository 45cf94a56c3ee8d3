export { getCompanySettings, updateCompanySettings } from './company'
export { changeSetting, readSetting } from './setting'
export { isTimeZone } from './time-zone'
