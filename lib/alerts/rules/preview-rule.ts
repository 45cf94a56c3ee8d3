import { dayMs } from '../../clock'
import type { Context } from '../../context'
import { getDb } from '../../db'
import { getCompanySettings } from '../../settings'
import { getAlertSettings } from '../silences'
import type { RulePreview, RulePreviewInput } from './contract'
import { requireRule } from './find-rule'
import { type SimulatedAlert, simulate } from './preview'
import { changedSettings, settingsInForce } from './settings'

const days = 30

/**
 * What a rule with these numbers would have done in the last 30 days, counted by the days of the company. Reads only.
 * Throws NOT_FOUND, and INVALID_INPUT with one entry per wrong field.
 */
export async function previewRule(ctx: Context, name: string, { settings }: RulePreviewInput): Promise<RulePreview> {
  const rule = requireRule(name)
  const to = ctx.now()
  const from = new Date(to.getTime() - days * dayMs)
  return getDb().$transaction(
    async (tx) => {
      await tx.$executeRaw`SET TRANSACTION READ ONLY`
      // A month of minutes is sorted in memory rather than on the disk.
      await tx.$executeRaw`SET LOCAL work_mem = '64MB'`
      const row = await tx.alertRule.findUnique({ where: { name } })
      const tried = changedSettings(rule, settingsInForce(rule, row?.settings ?? {}), settings)
      // Only ever what this very schema has parsed.
      const moments = await rule.history(tx, { from, to, settings: tried as never })
      const telling = await getAlertSettings(tx)
      const { timeZone } = await getCompanySettings(tx)
      return summary(simulate(rule, moments, telling), { from, to, timeZone })
    },
    { maxWait: 2_500, timeout: 15_000 },
  )
}

function summary(alerts: readonly SimulatedAlert[], when: { from: Date; to: Date; timeZone: string }): RulePreview {
  // Sweden's way to write a day is ISO's.
  const dayOf = new Intl.DateTimeFormat('sv-SE', { timeZone: when.timeZone, dateStyle: 'short' })
  const byDay = new Map<string, number>()
  for (let ms = when.from.getTime(); ms < when.to.getTime(); ms += dayMs / 4) byDay.set(dayOf.format(ms), 0)
  byDay.set(dayOf.format(when.to), 0)
  for (const { openedAt } of alerts) {
    const day = dayOf.format(openedAt)
    byDay.set(day, (byDay.get(day) ?? 0) + 1)
  }
  return {
    from: when.from.toISOString(),
    to: when.to.toISOString(),
    alerts: alerts.length,
    messages: alerts.reduce((sum, { messages }) => sum + messages, 0),
    byDay: [...byDay].map(([day, count]) => ({ day, alerts: count })),
    longestMs: Math.max(0, ...alerts.map(({ openedAt, lastAt }) => lastAt.getTime() - openedAt.getTime())),
  }
}
