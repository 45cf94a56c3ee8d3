import type { AlertRule, RuleField } from '@/lib/alerts/rules/contract'
import type { RuleSettings } from './queries'

/** What stands in the form, by the field's name. */
export type Texts = Record<string, string>

type Rule = Pick<AlertRule, 'fields'>

export const textsOf = ({ fields }: Rule): Texts =>
  Object.fromEntries(fields.map(({ name, value }) => [name, String(value)]))

export const defaultTexts = ({ fields }: Rule): Texts =>
  Object.fromEntries(fields.map((field) => [field.name, String(field.default)]))

/** What is wrong with each field, in a sentence; nothing where all is right. */
export function problemsOf({ fields }: Rule, texts: Texts): Record<string, string> {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const problem = problemOf(field, texts[field.name] ?? '')
      return problem === undefined ? [] : [[field.name, problem]]
    }),
  )
}

function problemOf({ minimum, maximum, isWhole }: RuleField, text: string): string | undefined {
  const number = Number(text.trim())
  if (text.trim() === '' || !Number.isFinite(number)) return 'Please enter a number'
  if (isWhole && !Number.isInteger(number)) return 'Please enter a whole number'
  if (minimum !== null && number < minimum) return `At least ${minimum}`
  if (maximum !== null && number > maximum) return `At most ${maximum.toLocaleString('en')}`
  return undefined
}

/** The numbers in the form; undefined while one of them is none. */
export function settingsOf(rule: Rule, texts: Texts): RuleSettings | undefined {
  if (Object.keys(problemsOf(rule, texts)).length > 0) return undefined
  return Object.fromEntries(rule.fields.map(({ name }) => [name, Number((texts[name] ?? '').trim())]))
}
