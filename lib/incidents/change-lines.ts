import type { IncidentClass, IncidentState } from './contract'
import { stateWords } from './states'
import type { EntryKind } from './write-entry'

/** What can be changed about an incident. */
export type Changes = {
  title: string
  class: IncidentClass
  state: IncidentState
  assigneeId: string | null
  assigneeName: string | null
  resolvedAt: Date | null
  closedAt: Date | null
}

/** What the timeline says of a change. A new title needs no line: it stands over the timeline. */
export function changeLines(before: Changes, after: Changes): { kind: EntryKind; text: string }[] {
  return [
    ...(after.class === before.class
      ? []
      : [{ kind: 'class' as const, text: `Class changed from ${before.class} to ${after.class}` }]),
    ...(after.assigneeId === before.assigneeId ? [] : [{ kind: 'assigned' as const, text: assigned(after) }]),
    ...(after.state === before.state
      ? []
      : [
          {
            kind: 'state' as const,
            text: `Moved from ${stateWords[before.state].name} to ${stateWords[after.state].name}`,
          },
        ]),
  ]
}

function assigned({ assigneeName }: Changes): string {
  return assigneeName === null ? 'Nobody is assigned any more' : `Assigned to ${assigneeName}`
}
