/** In the order in which an incident goes through them; it may also go back. */
export const incidentStates = [
  'DETECTION',
  'TRIAGE',
  'INVESTIGATION',
  'RESOLUTION',
  'POST_MORTEM',
  'PREVENTION',
  'CLOSED',
] as const
type State = (typeof incidentStates)[number]

/** What each state is called, and what people do in it. */
export const stateWords: Record<State, { name: string; task: string }> = {
  DETECTION: { name: 'Detection', task: 'Somebody has to look: what is wrong, and since when?' },
  TRIAGE: { name: 'Triage', task: 'Say how bad it is and who takes care of it.' },
  INVESTIGATION: { name: 'Investigation', task: 'Find the cause. Note what you see and what you try.' },
  RESOLUTION: { name: 'Resolution', task: 'The trouble is over or about to be. Make sure that it stays so.' },
  POST_MORTEM: { name: 'Post-mortem', task: 'Write down what happened, why, and what was learnt.' },
  PREVENTION: { name: 'Prevention', task: 'Do the action items, so that it does not happen again.' },
  CLOSED: { name: 'Closed', task: 'Nothing is left to do.' },
}

/** Whether the trouble counts as over in this state. */
export function isResolvedState(state: State): boolean {
  return incidentStates.indexOf(state) >= incidentStates.indexOf('RESOLUTION')
}

/** The state that usually follows, or undefined after the last. */
export function nextState(state: State): State | undefined {
  return incidentStates[incidentStates.indexOf(state) + 1]
}
