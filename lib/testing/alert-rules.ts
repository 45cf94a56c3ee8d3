import { rules } from '../alerts/rules/registry'
import type { Finding, Rule } from '../alerts/rules/rule'
import { getDb } from '../db'

/** The rule of this name, with a way to ask it at a moment, with these settings over the defaults. */
export function ruleOf(name: string) {
  const found = rules.find((candidate) => candidate.name === name)
  if (!found) throw new Error(`There is no rule ${name}`)
  const rule: Rule = found
  const parsed = (settings: Record<string, number>) => rule.settings.parse(settings) as never
  return {
    rule,
    /** What a condition finds wrong at `now`. */
    async findings(now: Date, settings: Record<string, number> = {}): Promise<Finding[]> {
      if (rule.kind !== 'condition') throw new Error(`${name} is no condition`)
      return rule.evaluate(getDb(), { now, settings: parsed(settings) })
    },
    /** What a rule of events says of the event with this id. */
    async matchOf(id: string | undefined): Promise<Finding | undefined> {
      if (rule.kind !== 'event') throw new Error(`${name} is no rule of events`)
      const event = await getDb().auditLog.findUniqueOrThrow({ where: { id: id ?? '' } })
      return rule.match(event, parsed({}))
    },
    history: (from: Date, to: Date, settings: Record<string, number> = {}) =>
      rule.history(getDb(), { from, to, settings: parsed(settings) }),
  }
}
