import { AppError } from '../../errors'
import { rules } from './registry'
import type { Rule } from './rule'

/** The rule of this name. Throws NOT_FOUND. */
export function requireRule(name: string): Rule {
  const rule = rules.find((candidate) => candidate.name === name)
  if (!rule) throw new AppError('NOT_FOUND', 'There is no such rule.')
  return rule
}
