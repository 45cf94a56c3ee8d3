import { previewRule } from '@/lib/alerts/rules'
import { AlertRuleParams, RulePreview, RulePreviewInput } from '@/lib/alerts/rules/contract'
import { defineRoute, operation } from '@/lib/http'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/alert-rules/[id]/preview', {
  POST: operation({
    summary: 'What a rule with these thresholds would have done in the last 30 days',
    access: 'FOUNDER',
    params: AlertRuleParams,
    body: RulePreviewInput,
    response: RulePreview,
    handler: ({ ctx, params, body }) => previewRule(ctx, params.id, body),
  }),
})
