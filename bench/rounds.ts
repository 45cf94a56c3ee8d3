/** How fast something is in one round: events a second, or milliseconds for one. */
export type Measure = () => Promise<number>

/** A row of the table before it is measured; the target is of the ratio, at least or at most. */
export type Question = {
  what: string
  reference: string
  unit: string
  target: { atLeast: number } | { atMost: number }
}
export type Comparison = Question & { subject: number; other: number; ratio: number }

/** A figure that stands for itself, after the same pattern. */
export type Figure = { what: string; value: number; unit: string; target: Question['target'] }

/**
 * Subject and reference in turn, the first of each pair changing, after one round that does not count. The ratio is
 * the median of the rounds' ratios: what slows the machine for a minute slows both.
 */
export async function compare(
  question: Question,
  subject: Measure,
  reference: Measure,
  rounds: number,
): Promise<Comparison> {
  await subject()
  await reference()
  const pairs: { a: number; b: number }[] = []
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) {
      const a = await subject()
      pairs.push({ a, b: await reference() })
    } else {
      const b = await reference()
      pairs.push({ a: await subject(), b })
    }
  }
  return {
    ...question,
    subject: median(pairs.map(({ a }) => a)),
    other: median(pairs.map(({ b }) => b)),
    ratio: median(pairs.map(({ a, b }) => a / b)),
  }
}

/** The value in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const [low = Number.NaN, high = Number.NaN] = [sorted[(sorted.length - 1) >> 1], sorted[middle]]
  return (low + high) / 2
}

/** The value that so large a part of the values does not exceed. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN
}

/** Milliseconds of each of so many calls. */
export async function timed(calls: number, act: (call: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  for (let call = 0; call < calls; call += 1) {
    const beforeMs = performance.now()
    await act(call)
    times.push(performance.now() - beforeMs)
  }
  return times
}
