import type { Context } from '../context'

/** Who does something about an alert, for its row. */
export function personOf({ actor }: Context): { id: string | null; name: string } {
  if (actor.type === 'user') return { id: actor.id, name: actor.name }
  return { id: null, name: actor.type === 'anonymous' ? 'anonymous' : actor.name }
}
