import { listRules } from '@/lib/alerts/rules'
import { AlertRuleList } from '@/lib/alerts/rules/contract'
import { defineRoute, operation } from '@/lib/http'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/alert-rules', {
  GET: operation({
    summary: 'Every alert rule with its settings',
    access: 'FOUNDER',
    response: AlertRuleList,
    handler: ({ ctx }) => listRules(ctx),
  }),
})
