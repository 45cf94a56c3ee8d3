import { isDeepStrictEqual } from 'node:util'
import { AuditAction, recordAudit } from '../../audit'
import type { Context } from '../../context'
import { type Tx, withTx } from '../../db'
import type { AlertRule, AlertRulePatch } from './contract'
import { requireRule } from './find-rule'
import type { Rule } from './rule'
import { countOpen, toRuleView } from './rule-view'
import { changedSettings, overridesOf, type RuleSettings, settingsInForce } from './settings'

/**
 * Switches a rule on or off and changes its numbers; an event tells both states. Between two who change at once the
 * row's lock decides, and neither loses the other's numbers. The engine resolves the open alerts of a rule that is off.
 * Throws NOT_FOUND, and INVALID_INPUT with one entry per wrong field.
 */
export async function updateRule(ctx: Context, name: string, patch: AlertRulePatch): Promise<AlertRule> {
  const rule = requireRule(name)
  return withTx(ctx, async (tx) => {
    const before = await lockRule(tx, ctx, rule)
    const after = {
      isEnabled: patch.isEnabled ?? before.isEnabled,
      settings: changedSettings(rule, before.settings, patch.settings ?? {}),
    }
    if (!isDeepStrictEqual(before, after)) await write(tx, ctx, rule, before, after)
    const row = await tx.alertRule.findUniqueOrThrow({ where: { name } })
    return toRuleView(rule, row, (await countOpen(tx)).get(name) ?? 0)
  })
}

type State = { isEnabled: boolean; settings: RuleSettings }

async function lockRule(tx: Tx, ctx: Context, rule: Rule): Promise<State> {
  const { name } = rule
  await tx.$executeRaw`INSERT INTO "AlertRule" ("name", "updatedAt") VALUES (${name}, ${ctx.now()}) ON CONFLICT DO NOTHING`
  await tx.$queryRaw`SELECT 1 FROM "AlertRule" WHERE "name" = ${name} FOR UPDATE`
  const row = await tx.alertRule.findUniqueOrThrow({ where: { name } })
  return { isEnabled: row.isEnabled, settings: settingsInForce(rule, row.settings) }
}

async function write(tx: Tx, ctx: Context, rule: Rule, before: State, after: State): Promise<void> {
  await tx.alertRule.update({
    where: { name: rule.name },
    data: {
      isEnabled: after.isEnabled,
      settings: overridesOf(rule, after.settings),
      updatedAt: ctx.now(),
      updatedBy: ctx.actor.type === 'user' ? ctx.actor.id : null,
    },
  })
  await recordAudit(tx, ctx, {
    action: AuditAction.ALERT_RULE_UPDATED,
    description: `Alert rule “${rule.title}” ${deedOf(before, after)}`,
    entityType: 'AlertRule',
    entityId: rule.name,
    before: { isEnabled: before.isEnabled, ...before.settings },
    after: { isEnabled: after.isEnabled, ...after.settings },
  })
}

function deedOf(before: State, after: State): string {
  if (before.isEnabled === after.isEnabled) return 'changed'
  return after.isEnabled ? 'switched on' : 'switched off'
}
