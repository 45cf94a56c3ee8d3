/** The catalogue for the browser. Not through the contract, whose schemas would bring all of Zod to every page. */
export { type AuditAction, actionCatalogue, findAction } from './actions'
