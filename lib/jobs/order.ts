import { createHash } from 'node:crypto'

/** What the queue carries: one slot of the schedule, or one press of a button. Its id is the id of the queue's own row. */
export type Order = {
  trigger: 'schedule' | 'person'
  /** ISO, UTC. */
  dueAt: string
  byName: string | null
  correlationId: string | null
}

/** The id of a slot's order: the same for everybody who finds the slot due, so that the queue takes it once. */
export function slotOrderId(job: string, dueAt: Date): string {
  const hex = createHash('sha256').update(`${job} ${dueAt.toISOString()}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
