import { isDeepStrictEqual } from 'node:util'
import type { Tx } from '../../db'
import { toWire } from '../../wire'
import type { AlertRule } from './contract'
import type { Rule } from './rule'
import { readRunbook } from './runbook'
import { defaultsOf, fieldsOf, settingsInForce } from './settings'

type Row = { isEnabled: boolean; settings: unknown; updatedAt: Date }

/** A rule as it is shown. `row` is what a founder changed about it, if anything. */
export async function toRuleView(rule: Rule, row: Row | undefined, openAlerts: number): Promise<AlertRule> {
  const settings = settingsInForce(rule, row?.settings ?? {})
  const isEnabled = row?.isEnabled ?? true
  return {
    name: rule.name,
    title: rule.title,
    description: rule.description,
    severity: rule.severity,
    kind: rule.kind === 'event' && rule.isNotice ? 'notice' : rule.kind,
    isEnabled,
    isChanged: !isEnabled || !isDeepStrictEqual(settings, defaultsOf(rule)),
    fields: fieldsOf(rule, settings),
    runbook: await readRunbook(rule.name),
    openAlerts,
    updatedAt: row ? toWire(row.updatedAt) : null,
  }
}

/** How many alerts of each rule are open. */
export async function countOpen(tx: Pick<Tx, 'alert'>): Promise<Map<string, number>> {
  const groups = await tx.alert.groupBy({ by: ['rule'], where: { state: { not: 'RESOLVED' } }, _count: true })
  return new Map(groups.map(({ rule, _count }) => [rule, _count]))
}
