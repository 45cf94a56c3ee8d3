/** One line for the person at the terminal. */
export function say(line = ''): void {
  process.stdout.write(`${line}\n`)
}

/** One line about what went wrong. */
export function complain(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** Runs one step and says what it was and how long it took; what it returns in words comes behind. */
export async function step<T>(label: string, fn: () => Promise<T>, outcome?: (result: T) => string): Promise<T> {
  const startedMs = performance.now()
  try {
    const result = await fn()
    const detail = outcome ? ` ${outcome(result)}` : ''
    say(`  ok    ${label.padEnd(12)}${detail} (${seconds(startedMs)})`)
    return result
  } catch (error) {
    say(`  FAIL  ${label} (${seconds(startedMs)})`)
    throw error
  }
}

/** Time since `startedMs` (of `performance.now`) in words: "1.2 s". */
export function seconds(startedMs: number): string {
  return `${((performance.now() - startedMs) / 1000).toFixed(1)} s`
}
