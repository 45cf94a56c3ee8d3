import type { Context } from '../../context'
import { getDb } from '../../db'
import type { AlertRule, AlertRuleList } from './contract'
import { requireRule } from './find-rule'
import { rules } from './registry'
import { countOpen, toRuleView } from './rule-view'

/** Every rule with its settings, worst first. */
export async function listRules(_ctx: Context): Promise<AlertRuleList> {
  const [rows, open] = await Promise.all([getDb().alertRule.findMany(), countOpen(getDb())])
  const rowOf = new Map(rows.map((row) => [row.name, row]))
  const items = rules.map((rule) => toRuleView(rule, rowOf.get(rule.name), open.get(rule.name) ?? 0))
  return { items: await Promise.all(items), nextCursor: null }
}

/** One rule. Throws NOT_FOUND. */
export async function getRule(_ctx: Context, name: string): Promise<AlertRule> {
  const rule = requireRule(name)
  const [row, open] = await Promise.all([getDb().alertRule.findUnique({ where: { name } }), countOpen(getDb())])
  return toRuleView(rule, row ?? undefined, open.get(name) ?? 0)
}
