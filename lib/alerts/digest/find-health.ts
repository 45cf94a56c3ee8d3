import { dayMs } from '../../clock'
import { getDb, getPool } from '../../db'
import { uuidv7Floor } from '../../ids'
import type { DailyChannel, SloBudget } from './contract'
import type { DigestDay } from './digest-day'

const objectivePercent = 99.9
const sloDays = 30

/** How much of the failures that 99.9 % allows in 30 days is left. */
export async function findSlo({ to }: DigestDay): Promise<SloBudget> {
  const { rows } = await getPool().query<{ requests: number; errors: number }>(
    `SELECT coalesce(sum("count"), 0)::float8 AS requests, coalesce(sum("errors"), 0)::float8 AS errors
     FROM "RequestMinute" WHERE "at" >= $1 AND "at" < $2`,
    [new Date(to.getTime() - sloDays * dayMs), to],
  )
  const { requests, errors } = rows[0] ?? { requests: 0, errors: 0 }
  const allowed = requests * (1 - objectivePercent / 100)
  const leftPercent = Math.round((1 - errors / allowed) * 1_000) / 10
  return { objectivePercent, requests, errors, budgetLeftPercent: requests === 0 ? null : leftPercent }
}

/** The newest backup that was completed before the end of the day. */
export async function findLastBackup({ to }: DigestDay): Promise<string | null> {
  const row = await getDb().auditLog.findFirst({
    where: { action: 'BACKUP_COMPLETED', source: 'daybook', id: { lt: uuidv7Floor(to) } },
    orderBy: { id: 'desc' },
    select: { occurredAt: true },
  })
  return row?.occurredAt.toISOString() ?? null
}

/** Whether the ways out work. */
export async function findChannels({ from, to }: DigestDay): Promise<DailyChannel[]> {
  const channels = await getDb().alertChannel.findMany({
    where: { deletedAt: null, isEnabled: true },
    orderBy: { id: 'asc' },
  })
  const dead = await getDb().delivery.groupBy({
    by: ['channelId'],
    where: { status: 'DEAD', finishedAt: { gte: from, lt: to } },
    _count: { _all: true },
  })
  const deadOf = new Map(dead.map(({ channelId, _count }) => [channelId, _count._all]))
  return channels.map((channel) => ({
    name: channel.name,
    type: channel.type,
    isFailing: channel.failureStreak > 0,
    lastSuccessAt: channel.lastSuccessAt?.toISOString() ?? null,
    lastError: channel.failureStreak > 0 ? channel.lastError : null,
    deadDeliveries: deadOf.get(channel.id) ?? 0,
  }))
}
