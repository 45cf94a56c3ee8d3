import type { Finding, Moment, Rule } from '../alerts/rules/rule'
import { getDb } from '../db'

type Changes = Record<string, number>

/** A condition rule as the engine uses it: settings parsed, committed rows, a time that is given. */
export function conditionOf(rule: Rule): {
  found(now: Date, changes?: Changes): Promise<Finding[]>
  history(from: Date, to: Date, changes?: Changes): Promise<Moment[]>
} {
  if (rule.kind !== 'condition') throw new Error(`${rule.name} looks at events`)
  return {
    found: (now, changes = {}) => rule.evaluate(getDb(), { now, settings: rule.settings.parse(changes) }),
    history: (from, to, changes = {}) => rule.history(getDb(), { from, to, settings: rule.settings.parse(changes) }),
  }
}
