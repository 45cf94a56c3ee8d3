import { getRule, updateRule } from '@/lib/alerts/rules'
import { AlertRule, AlertRuleParams, AlertRulePatch } from '@/lib/alerts/rules/contract'
import { defineRoute, operation } from '@/lib/http'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/alert-rules/[id]', {
  GET: operation({
    summary: 'An alert rule with its settings and runbook',
    access: 'FOUNDER',
    params: AlertRuleParams,
    response: AlertRule,
    handler: ({ ctx, params }) => getRule(ctx, params.id),
  }),
  PATCH: operation({
    summary: 'Switch an alert rule on or off, or change its thresholds',
    access: 'FOUNDER',
    params: AlertRuleParams,
    body: AlertRulePatch,
    response: AlertRule,
    handler: ({ ctx, params, body }) => updateRule(ctx, params.id, body),
  }),
})
