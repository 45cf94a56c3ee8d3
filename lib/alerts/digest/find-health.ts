import { dayMs } from '../../clock'
import { getDb } from '../../db'
import { uuidv7Floor } from '../../ids'
import { requestBudget } from '../../metrics'
import { excludedStretches, getSloTargets } from '../../slo'
import type { DailyChannel, SloBudget } from './contract'
import type { DigestDay } from './digest-day'

const sloDays = 30

/** How much of the failures that the target allows in 30 days is left; what was planned or taken out does not count. */
export async function findSlo({ to }: DigestDay): Promise<SloBudget> {
  const db = getDb()
  const stretch = { from: new Date(to.getTime() - sloDays * dayMs), to }
  const { availabilityPercent: objectivePercent, latencyMs } = await getSloTargets(db)
  const except = await excludedStretches(db, stretch)
  const { requests, errors } = await requestBudget(db, { ...stretch, withinMs: latencyMs, except })
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
