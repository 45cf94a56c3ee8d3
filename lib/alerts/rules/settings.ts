import { z } from 'zod'
import type { Tx } from '../../db'
import { AppError } from '../../errors'
import { logger } from '../../logger'
import type { RuleField } from './contract'
import { rules } from './registry'
import type { Rule } from './rule'

/** What a rule's numbers are now, by name. */
export type RuleSettings = Record<string, number>

const Field = z.object({
  title: z.string(),
  description: z.string(),
  unit: z.string().nullish(),
  type: z.enum(['integer', 'number']),
  default: z.number(),
  minimum: z.number().nullish(),
  maximum: z.number().nullish(),
})

/** The numbers of a rule as its form shows them, from what the schema says about itself. */
export function fieldsOf(rule: Rule, values: RuleSettings): RuleField[] {
  const { properties = {} } = z.toJSONSchema(rule.settings, { io: 'input' })
  return Object.entries(properties).map(([name, property]) => {
    const { type, unit = null, minimum = null, maximum = null, ...field } = Field.parse(property)
    return { name, ...field, unit, minimum, maximum, isWhole: type === 'integer', value: values[name] ?? field.default }
  })
}

export const defaultsOf = (rule: Rule): RuleSettings => numbers(rule.settings.parse({}))

/** Stored numbers over the defaults. One that this version does not take any more counts as never set. */
export function settingsInForce(rule: Rule, stored: unknown): RuleSettings {
  const given = z.record(z.string(), z.number()).safeParse(stored).data ?? {}
  const parsed = rule.settings.safeParse(given)
  if (parsed.success) return numbers(parsed.data)
  logger.warn('ALERT_RULE_SETTINGS_UNUSABLE', { rule: rule.name, problem: parsed.error.issues[0]?.message })
  return defaultsOf(rule)
}

/** The settings with these changes. Throws INVALID_INPUT with one entry per wrong field. */
export function changedSettings(rule: Rule, current: RuleSettings, changes: RuleSettings): RuleSettings {
  const parsed = rule.settings.safeParse({ ...current, ...changes })
  if (parsed.success) return numbers(parsed.data)
  const problems = parsed.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ detail: 'This rule has no such setting', pointer: `/settings/${key}` }))
      : [{ detail: issue.message, pointer: `/settings/${issue.path.join('/')}` }],
  )
  throw new AppError('INVALID_INPUT', 'Some settings of the rule are not right.', { problems })
}

/** What differs from the defaults: only that is stored, so that a better default reaches whoever never chose. */
export function overridesOf(rule: Rule, settings: RuleSettings): RuleSettings {
  const defaults = defaultsOf(rule)
  return Object.fromEntries(Object.entries(settings).filter(([name, value]) => value !== defaults[name]))
}

/** The rules that are switched on, with the settings in force. */
export async function rulesInForce(tx: Tx): Promise<{ rule: Rule; settings: Record<string, unknown> }[]> {
  const rows = new Map((await tx.alertRule.findMany()).map((row) => [row.name, row]))
  return rules
    .filter((rule) => rows.get(rule.name)?.isEnabled !== false)
    .map((rule) => ({ rule, settings: settingsInForce(rule, rows.get(rule.name)?.settings ?? {}) }))
}

const numbers = (settings: object): RuleSettings => z.record(z.string(), z.number()).parse(settings)
