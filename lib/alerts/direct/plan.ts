import { hostname } from 'node:os'
import { uuidv7 } from '../../ids'
import { dashboardUrl } from '../evaluate'
import type { Message } from '../message'
import { spanOf } from '../rules/wording'
import { type ChannelCopy, type CopiedChannel, isHeldBack } from './channel-copy'
import type { DirectDelivery, DirectState, Outage } from './outage'

/** The rule whose part this is while rows cannot carry the news, and the system it tells of. */
export const directRule = { name: 'database-unreachable', title: 'Database unreachable', severity: 'critical' } as const
export const directSource = 'daybook'

/**
 * The messages that are due now: one per channel and cooldown, counted over restarts, over outages and over what the
 * database knew; none while an earlier one still tries to get through.
 */
export function planMessages(
  outage: Outage,
  { copy, lastFiringAt, now }: { copy: ChannelCopy; lastFiringAt: DirectState['lastFiringAt']; now: Date },
): DirectDelivery[] {
  if (!copy.isRuleOn || isHeldBack(copy, now)) return []
  return copy.channels
    .filter((channel) => {
      const own = outage.deliveries.filter(({ channelId }) => channelId === channel.id)
      if (own.some(({ status }) => status === 'PENDING' || status === 'SENDING')) return false
      const told = [channel.lastFiringAt, lastFiringAt[channel.id], own.at(-1)?.createdAt]
      return told.every((at) => !at || now.getTime() - new Date(at).getTime() >= copy.cooldownMs)
    })
    .map((channel) => newDelivery(outage, channel, now))
}

function newDelivery(outage: Outage, { id: channelId }: CopiedChannel, now: Date): DirectDelivery {
  const before = outage.deliveries.filter((delivery) => delivery.channelId === channelId && delivery.status === 'SENT')
  const kind = before.length === 0 ? 'firing' : 'repeat'
  const at = now.toISOString()
  return {
    id: uuidv7(now),
    channelId,
    kind,
    message: messageOf(outage, { kind, count: before.length + 1, now }),
    status: 'PENDING',
    isMaybeRepeated: false,
    toldTo: [],
    nextAttemptAt: at,
    createdAt: at,
    finishedAt: null,
    attempts: [],
  }
}

function messageOf(
  outage: Outage,
  { kind, count, now }: { kind: 'firing' | 'repeat'; count: number; now: Date },
): Message {
  return {
    kind,
    ...findingOf(outage, now),
    severity: directRule.severity,
    title: directRule.title,
    rule: directRule.name,
    alertId: outage.id,
    at: outage.startedAt,
    count,
    durationMs: null,
    changes: [],
    body: null,
    links: {
      dashboard: dashboardUrl(`/dashboard/alerts/${outage.id}`),
      sentry: null,
      runbook: dashboardUrl(`/dashboard/alerts/rules/${directRule.name}`),
    },
  }
}

/** What is wrong, for the message, and what was, for the alert's row and its "resolved". */
export function findingOf(outage: Outage, until: Date, isOver = false) {
  const span = spanOf(until.getTime() - new Date(outage.startedAt).getTime())
  return {
    source: directSource,
    sentence: isOver
      ? `The database did not answer for ${span}: nothing could be saved or shown, and new events waited on the disk.`
      : `The database has not answered for ${span}: nothing can be saved or shown, and new events wait on the disk.`,
    facts: [
      { name: 'Noticed by', value: `Daybook on ${hostname()}` },
      { name: 'Failure', value: outage.code },
    ],
  }
}
