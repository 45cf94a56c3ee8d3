import type { Context } from '../context'

/** Who did it, as the timeline says it; what nobody pressed was Daybook itself. */
export function byName({ actor }: Context): string {
  return actor.type === 'user' || actor.type === 'apiKey' ? actor.name : 'Daybook'
}
