import { WrongUse } from './command'

/** A whole number given as an option, or undefined when it was not. Throws WrongUse outside `from` to `to`. */
export function wholeNumber(
  name: string,
  text: string | undefined,
  { from, to }: { from: number; to: number },
): number | undefined {
  if (text === undefined) return undefined
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN
  if (!(value >= from && value <= to)) throw new WrongUse(`--${name} must be a whole number from ${from} to ${to}`)
  return value
}
