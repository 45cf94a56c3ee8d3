import { bodyHashOf, type Group, groupFields, groups, leafData } from '../leaf'
import { type Hash, hashLeaf } from '../merkle'
import { bodyOf, type StoredEvent } from '../stored-event'
import { type Findings, timeOfId } from './finding'
import type { Sealed } from './read-sealed'

/** Whether what stands in a place of the order is what was sealed there; `sealed` is the leaf's hash in the tree. */
export function checkEvent(place: Sealed, sealed: Hash | undefined, findings: Findings): void {
  const { seq, id, event, salt, erased } = place
  const at = { seq, id, time: timeOfId(id) }
  if (!event) {
    findings.add({ ...at, kind: 'event-missing', detail: `Event ${seq} was sealed and its row is gone.` })
    return
  }
  if (!salt) {
    findings.add({ ...at, kind: 'event-changed', detail: `The salt of event ${seq} was taken away.` })
    return
  }
  if (!sealed) return
  const returned = groups.filter((group) => erased?.[group] && hasValues(event, group))
  if (returned.length > 0) {
    const detail = `Event ${seq} has values again that were erased (${returned.join(', ')}).`
    findings.add({ ...at, kind: 'event-changed', detail })
    return
  }
  // Infinity comes as a number, and years beyond those of a Date as an invalid one; neither can be hashed.
  if (!Number.isFinite(Number(event.occurredAt))) {
    findings.add({ ...at, kind: 'event-changed', detail: `Event ${seq} is of a time that no event has.` })
    return
  }
  const bodyHash = bodyHashOf(bodyOf(event), salt, erased)
  const leaf = hashLeaf(Buffer.from(leafData(id, event.recordedAt, bodyHash)))
  if (!leaf.equals(sealed))
    findings.add({ ...at, kind: 'event-changed', detail: `Event ${seq} says something else than what was sealed.` })
  else if (
    ![event.bodyHash, place.bodyHash].every((stored) => stored === null || stored.equals(bodyHash)) ||
    !(event.bodyHash ?? place.bodyHash)
  )
    findings.add({ ...at, kind: 'event-changed', detail: `The stored hash of event ${seq} was changed.` })
}

/** The commitment alone is hashed of an erased group, so that a value put there would go unseen. */
function hasValues(event: StoredEvent, group: Group): boolean {
  return groupFields[group].some((field) => event[field] !== null && event[field] !== undefined && event[field] !== '')
}
