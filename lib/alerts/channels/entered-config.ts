import { AppError, type InputProblem } from '../../errors'
import type { AnyChannel } from './channel'

type Values = Record<string, string>

/**
 * What a person entered, checked: empty fields left out, secrets made where the channel makes them (`generated` has those, to
 * be shown once). Throws INVALID_INPUT with one problem per field.
 */
export function enteredConfig(kind: AnyChannel, entered: Values): { values: Values; generated: Values } {
  const given = Object.fromEntries(
    Object.entries(entered)
      .map(([name, value]) => [name, value.trim()])
      .filter(([, value]) => value !== ''),
  )
  const made = kind.fields.flatMap(({ name, generate }) =>
    generate && given[name] === undefined ? [[name, generate()]] : [],
  )
  const generated: Values = Object.fromEntries(made)
  const values = { ...given, ...generated }
  const parsed = kind.config.safeParse(values)
  if (parsed.success) return { values, generated }
  const problems = parsed.error.issues.flatMap((issue): InputProblem[] =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ detail: 'Unknown name', pointer: `/config/${key}` }))
      : [{ detail: sentenceOf(issue), pointer: `/config/${issue.path.join('/')}` }],
  )
  throw new AppError('INVALID_INPUT', 'Some settings of the channel are not right.', { problems })
}

/** A field that is not there is one that was left empty. */
function sentenceOf(issue: { code: string; message: string }): string {
  return issue.code === 'invalid_type' ? 'Please fill this in' : issue.message
}
