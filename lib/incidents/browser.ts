/** Words of incidents for the browser. Not through the contract, whose schemas would bring all of Zod to every page. */
export { durationText } from './duration-text'
export { incidentNumber } from './incident-title'
export { incidentStates, isResolvedState, nextState, stateWords } from './states'
