import { dayMs } from '../../clock'
import { getDb, type Prisma } from '../../db'
import { uuidv7Floor } from '../../ids'
import { toWire } from '../../wire'
import { AlertSeverity } from '../contract'
import type { AnyChannel } from './channel'
import type { AlertChannel, ChannelType } from './contract'
import { findChannelType } from './registry'
import { maskConfig, openConfig } from './stored-config'

type Row = Prisma.AlertChannelGetPayload<object>
type Counts = { pending: number; dead: number }

/** How many deliveries of each channel wait, and how many of the last 7 days were given up. */
export async function deliveryCounts(channelIds: readonly string[], now: Date): Promise<Map<string, Counts>> {
  const groups = await getDb().delivery.groupBy({
    by: ['channelId', 'status'],
    where: {
      channelId: { in: [...channelIds] },
      OR: [
        { status: { in: ['PENDING', 'SENDING'] } },
        { status: 'DEAD', id: { gte: uuidv7Floor(new Date(now.getTime() - 7 * dayMs)) } },
      ],
    },
    _count: { _all: true },
  })
  const counts = new Map<string, Counts>()
  for (const { channelId, status, _count } of groups) {
    const known = counts.get(channelId) ?? { pending: 0, dead: 0 }
    known[status === 'DEAD' ? 'dead' : 'pending'] += _count._all
    counts.set(channelId, known)
  }
  return counts
}

/** A channel as people see it: secrets masked. */
export function toChannel(row: Row, counts: Counts = { pending: 0, dead: 0 }): AlertChannel {
  const { secret: _, deletedAt: __, config: ___, seenAt: ____, origin, minSeverity, ...rest } = row
  return {
    ...toWire(rest),
    origin: origin === 'environment' ? 'environment' : 'people',
    minSeverity: AlertSeverity.parse(minSeverity),
    config: shownConfig(row),
    ...counts,
  }
}

function shownConfig(row: Row): Record<string, string> {
  const kind = findChannelType(row.type)
  if (!kind) return {}
  try {
    return maskConfig(kind, openConfig(kind, row) ?? {})
  } catch {
    // Sealed under another key: the list stays usable, and sending says what is wrong.
    return {}
  }
}

/** A kind of channel as the form and the documents see it. */
export function toType({ type, title, description, setup, fields, limits, environment }: AnyChannel): ChannelType {
  return {
    type,
    title,
    description,
    setup,
    fields: fields.map(({ generate, ...field }) => ({
      help: '',
      placeholder: '',
      options: [],
      ...field,
      isGenerated: generate !== undefined,
    })),
    limits: Object.entries(limits).map(([name, value]) => ({ name, value })),
    environmentVariable: environment?.variable ?? null,
  }
}
