import { z } from 'zod'
import { AlertSeverity } from '../contract'

/** One editable threshold of a rule, as the form shows it. */
export const RuleField = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  unit: z.string().nullable(),
  minimum: z.number().nullable(),
  maximum: z.number().nullable(),
  isWhole: z.boolean(),
  default: z.number(),
  value: z.number(),
})
export type RuleField = z.infer<typeof RuleField>

export const AlertRule = z
  .object({
    name: z.string(),
    title: z.string(),
    description: z.string(),
    severity: AlertSeverity,
    kind: z.enum(['event', 'condition', 'notice']),
    isEnabled: z.boolean(),
    isChanged: z.boolean().meta({ description: 'Whether anything differs from the defaults' }),
    fields: z.array(RuleField),
    runbook: z.string().meta({ description: 'Markdown' }),
    openAlerts: z.number().int(),
    updatedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'AlertRule' })
export type AlertRule = z.infer<typeof AlertRule>

export const AlertRuleList = z.object({ items: z.array(AlertRule), nextCursor: z.null() })
export type AlertRuleList = z.infer<typeof AlertRuleList>

export const AlertRuleParams = z.object({ id: z.string().max(60) })

/** `settings` has the names of the rule's fields; what is left out stays as it is. */
export const AlertRulePatch = z.strictObject({
  isEnabled: z.boolean().exactOptional(),
  settings: z.record(z.string(), z.number()).exactOptional(),
})
export type AlertRulePatch = z.infer<typeof AlertRulePatch>

/** What these settings would have done in the last 30 days. */
export const RulePreview = z
  .object({
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    alerts: z.number().int().meta({ description: 'How often it would have fired' }),
    messages: z.number().int().meta({ description: 'Messages to one channel after cooldown, "resolved" not counted' }),
    byDay: z.array(z.object({ day: z.iso.date(), alerts: z.number().int() })),
    longestMs: z.number().int(),
  })
  .meta({ id: 'RulePreview' })
export type RulePreview = z.infer<typeof RulePreview>

/** Numbers to try; what is left out is as it is now. */
export const RulePreviewInput = z.strictObject({ settings: z.record(z.string(), z.number()).default({}) })
export type RulePreviewInput = z.infer<typeof RulePreviewInput>
