import { dayMs, minuteMs } from '../../clock'
import { getDb, type Tx } from '../../db'
import { occurrencesBetween, timesOf } from '../../maintenance'
import { isTimeZone } from '../../settings'
import { sendableChannels } from '../channels'
import { isAtLeast } from '../contract'
import { rulesInForce } from '../rules'
import { getAlertSettings } from '../silences'
import { isMeant } from '../silences/scope'
import { type ChannelCopy, CopiedChannel } from './channel-copy'
import { directRule, directSource } from './plan'

/** How far ahead planned maintenance is known without the database. */
const aheadMs = 7 * dayMs
const identity = { rule: directRule.name, source: directSource, fingerprint: directSource }

/** Reads all that has to be known to tell of a database that does not answer: who, how, and when not. */
export async function loadCopy(now: Date): Promise<ChannelCopy> {
  const db = getDb()
  const inForce = await rulesInForce(db)
  const { cooldownMinutes } = await getAlertSettings(db)
  return {
    isRuleOn: inForce.some(({ rule }) => rule.name === directRule.name),
    cooldownMs: cooldownMinutes * minuteMs,
    heldBack: [...(await silencesOf(db, now)), ...(await windowsOf(db, now))],
    channels: await channelsOf(db),
  }
}

async function channelsOf(db: Tx): Promise<CopiedChannel[]> {
  const { rule, fingerprint } = identity
  const rows = await sendableChannels(db)
  const notices = await db.alertNotice.findMany({ where: { rule, fingerprint } })
  const told = new Map(notices.map(({ channelId, lastFiringAt }) => [channelId, lastFiringAt.toISOString()]))
  return rows
    .filter((row) => !row.isEscalationOnly && isAtLeast(directRule.severity, row.minSeverity))
    .map((row) => CopiedChannel.parse({ ...row, lastFiringAt: told.get(row.id) ?? null }))
}

async function silencesOf(db: Tx, now: Date): Promise<ChannelCopy['heldBack']> {
  const silences = await db.silence.findMany({ where: { endsAt: { gt: now }, endedAt: null } })
  return silences
    .filter((silence) => isMeant(silence, identity))
    .map(({ startsAt, endsAt }) => ({ from: startsAt.toISOString(), to: endsAt.toISOString() }))
}

async function windowsOf(db: Tx, now: Date): Promise<ChannelCopy['heldBack']> {
  const windows = await db.maintenanceWindow.findMany({ where: { isEnabled: true } })
  return windows
    .filter((window) => isTimeZone(window.timeZone) && isMeant(window, identity))
    .flatMap((window) => occurrencesBetween(timesOf(window), now, new Date(now.getTime() + aheadMs)))
    .map(({ start, end }) => ({ from: start.toISOString(), to: end.toISOString() }))
}
