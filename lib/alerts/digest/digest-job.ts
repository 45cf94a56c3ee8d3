import type { Context } from '../../context'
import { getDb, type Tx, withTx } from '../../db'
import { uuidv7Floor } from '../../ids'
import { getCompanySettings } from '../../settings'
import { addDays, dayOf, instantOf, minuteOf } from '../../wall-clock'
import { activeChannels } from '../channels'
import { enqueue } from '../deliver'
import { dashboardUrl } from '../evaluate'
import type { Message } from '../message'
import { getAlertSettings } from '../silences'
import { buildDigest } from './build-digest'
import type { DigestContent } from './contract'
import { digestDay } from './digest-day'
import { digestText } from './digest-text'

/** Where a digest goes when nobody named channels: where people read, not where machines listen. */
const readTypes = new Set(['email', 'slack', 'discord'])

/** Tells in the morning what the day before was like. */
export const digestJob = {
  name: 'digest.daily',
  description: 'Writes the digest of the day before, at eight in the company’s time zone, and sends it.',
  schedule: '5 * * * *',
  graceSeconds: 1_800,
  run: ({ ctx, now }: { ctx: Context; now: Date }) => writeDueDigest(ctx, now),
} as const

export type DigestOutcome = {
  day: string
  outcome: 'written' | 'not due' | 'there already' | 'no events yet'
  sent: number
}

/**
 * Writes yesterday's digest once its time has come, at most once: the insert is the lock, and what is sent commits with it.
 * A morning that was missed is made up for later on the same day.
 */
export async function writeDueDigest(ctx: Context, now: Date): Promise<DigestOutcome> {
  const { timeZone } = await getCompanySettings()
  const { digest: settings } = await getAlertSettings()
  const today = dayOf(now, timeZone)
  const day = addDays(today, -1)
  if (now < instantOf(today, minuteOf(settings.at), timeZone)) return { day, outcome: 'not due', sent: 0 }
  if (await isWritten(getDb(), day)) return { day, outcome: 'there already', sent: 0 }
  const range = digestDay(day, timeZone)
  if (!(await hasEventsBefore(range.to))) return { day, outcome: 'no events yet', sent: 0 }
  const content = await buildDigest(range, now)
  return withTx(ctx, async (tx) => {
    const inserted = await tx.digest.createMany({
      data: { day: dateOf(day), content, createdAt: now },
      skipDuplicates: true,
    })
    if (inserted.count === 0) return { day, outcome: 'there already', sent: 0 }
    const sent = settings.isOn ? await sendDigest(tx, { content, channelIds: settings.channelIds, now }) : 0
    return { day, outcome: 'written', sent }
  })
}

export const dateOf = (day: string): Date => new Date(`${day}T00:00:00Z`)

const isWritten = async (tx: Pick<Tx, 'digest'>, day: string): Promise<boolean> =>
  (await tx.digest.findUnique({ where: { day: dateOf(day) }, select: { day: true } })) !== null

/** On the first morning of an installation there is no yesterday to tell of. */
async function hasEventsBefore(to: Date): Promise<boolean> {
  const first = await getDb().auditLog.findFirst({ where: { id: { lt: uuidv7Floor(to) } }, select: { id: true } })
  return first !== null
}

type Send = { content: DigestContent; channelIds: readonly string[]; now: Date }

async function sendDigest(tx: Tx, { content, channelIds, now }: Send): Promise<number> {
  const active = await activeChannels(tx)
  const chosen = active.filter(({ id, type }) =>
    channelIds.length > 0 ? channelIds.includes(id) : readTypes.has(type),
  )
  for (const { id } of chosen) await enqueue(tx, { channelId: id, kind: 'digest', message: messageOf(content), now })
  return chosen.length
}

function messageOf(content: DigestContent): Message {
  return {
    kind: 'digest',
    severity: 'info',
    title: `Digest of ${spokenDay(content.day)}`,
    sentence: content.headline,
    source: 'daybook',
    rule: null,
    alertId: null,
    at: content.to,
    count: 1,
    durationMs: null,
    facts: [],
    changes: [],
    body: digestText(content),
    links: { dashboard: dashboardUrl(`/dashboard/digest?day=${content.day}`), sentry: null, runbook: null },
  }
}

/** "Friday, 27 November 2026". */
const spokenDay = (day: string): string =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: 'UTC' }).format(dateOf(day))
