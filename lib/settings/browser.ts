/** Not through the contract, whose schemas would bring all of Zod to the page. */
export { isTimeZone } from './time-zone'
