import type { Context } from '../../context'

/** The name that stands at what somebody did: a person's, or the job's or part's that did it. */
export function actorName({ actor }: Context): string {
  return 'name' in actor ? actor.name : 'Somebody'
}
