import { minuteMs } from '../../clock'
import type { Tx } from '../../db'
import { getCompanySettings } from '../../settings'
import { activeChannels } from '../channels'
import { type AlertSettings, type AlertSeverity, isAtLeast } from '../contract'
import { getAlertSettings, quietUntil, suppressionAt } from '../silences'

/** Who could be told at this moment, and what keeps alerts from being told. Read once for all alerts. */
export type Audience = {
  settings: AlertSettings
  cooldownMs: number
  reminderMs: number
  channels: Awaited<ReturnType<typeof activeChannels>>
  /** Why this alert is not told now: a silence or planned maintenance. */
  suppression: Awaited<ReturnType<typeof suppressionAt>>
  /** The end of the quiet hours that `now` is in. Critical ones are told all the same. */
  quietUntil: Date | undefined
}

export async function readAudience(tx: Tx, now: Date): Promise<Audience> {
  const settings = await getAlertSettings(tx)
  const { timeZone } = await getCompanySettings(tx)
  return {
    settings,
    cooldownMs: settings.cooldownMinutes * minuteMs,
    reminderMs: settings.reminderMinutes * minuteMs,
    channels: await activeChannels(tx),
    suppression: await suppressionAt(tx, now),
    quietUntil: quietUntil(settings.quietHours, timeZone, now),
  }
}

/** Whether quiet hours keep something of this severity back. */
export const isQuietFor = (audience: Audience, severity: AlertSeverity): boolean =>
  audience.quietUntil !== undefined && severity !== 'critical'

/** The channels that are told first, as far as this severity concerns them. */
export const firstChannels = (audience: Audience, severity: AlertSeverity): Audience['channels'] =>
  audience.channels.filter((channel) => !channel.isEscalationOnly && isAtLeast(severity, channel.minSeverity))
