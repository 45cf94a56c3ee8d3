import type { Prisma } from '../db'
import type { ActionItem } from './contract'

type ActionRow = Prisma.IncidentActionGetPayload<Record<never, never>>

/** An action item as people see it; a day is a day in every time zone. */
export function toActionItem({ id, title, ownerName, dueDay, doneAt }: ActionRow): ActionItem {
  return {
    id,
    title,
    ownerName,
    dueDay: dueDay?.toISOString().slice(0, 10) ?? null,
    doneAt: doneAt?.toISOString() ?? null,
  }
}
