import { z } from 'zod'

type Words = { title: string; description: string; unit?: string }

/** A number of a rule that founders may change: bounds and default for its validation, words for its form. */
export function threshold(
  words: Words & { default: number; minimum: number; maximum: number; isWhole?: boolean },
): z.ZodDefault<z.ZodNumber> {
  const { default: value, minimum, maximum, isWhole = true, ...meta } = words
  const number = z.number().min(minimum).max(maximum)
  return (isWhole ? number.int() : number).default(value).meta(meta)
}
