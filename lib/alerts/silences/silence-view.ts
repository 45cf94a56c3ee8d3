import type { Prisma } from '../../db'
import { toWire } from '../../wire'
import type { Silence } from './contract'

/** A silence as it is answered; whether it is in force depends on the time. */
export function toSilence(row: Prisma.SilenceGetPayload<object>, now: Date): Silence {
  const isActive = row.startsAt <= now && row.endsAt > now && row.endedAt === null
  const { createdById: _internal, ...shown } = toWire(row)
  return { ...shown, isActive }
}
