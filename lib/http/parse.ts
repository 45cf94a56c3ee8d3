import { z } from 'zod'
import { AppError, type InputProblem } from '../errors'

/** `value` as the schema makes it. Throws INVALID_INPUT with one entry per problem; NOT_FOUND for a part of the path. */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  where: 'body' | 'query' | 'path',
): z.output<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const problems = result.error.issues.flatMap((issue) => problemsOf(issue, where))
  // An id that cannot be one names nothing, like an id that nobody has.
  if (where === 'path') throw new AppError('NOT_FOUND', 'There is nothing at this address.')
  throw new AppError('INVALID_INPUT', sentences[where], { problems: problems.slice(0, 50) })
}

const sentences = {
  body: 'Some fields of the body are not right.',
  query: 'Some query parameters are not right.',
}

function problemsOf(issue: z.core.$ZodIssue, where: 'body' | 'query' | 'path'): InputProblem[] {
  const path = issue.path.map(String)
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ detail: 'Unknown name', pointer: pointerOf([...path, key], where) }))
  return [{ detail: issue.message, pointer: pointerOf(path, where) }]
}

function pointerOf(path: string[], where: 'body' | 'query' | 'path'): string {
  const parts = path.map((part) => part.toWellFormed().slice(0, 200).replaceAll('~', '~0').replaceAll('/', '~1'))
  return where === 'body' ? parts.map((part) => `/${part}`).join('') : `?${parts.join('.')}`
}

/** Query parameters as an object. A name that comes twice is refused: which one counts would be a guess. */
export function queryObject(params: URLSearchParams): Record<string, string> {
  const names = [...params.keys()]
  const repeated = names.find((name, i) => names.indexOf(name) !== i)
  if (repeated !== undefined)
    throw new AppError('INVALID_INPUT', 'A query parameter is given more than once.', {
      problems: [{ detail: 'Given more than once', pointer: `?${repeated.slice(0, 200)}` }],
    })
  const unstorable = [...params].find(([name, value]) => /\0/.test(name + value))
  if (unstorable)
    throw new AppError('INVALID_INPUT', 'A query parameter contains the NUL character.', {
      problems: [
        {
          detail: 'Text may not contain the NUL character',
          pointer: `?${unstorable[0].replaceAll('\0', '').slice(0, 200)}`,
        },
      ],
    })
  return Object.fromEntries(params)
}
