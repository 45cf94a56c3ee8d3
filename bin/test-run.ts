import { complain, say, seconds } from './say'
import { type Counts, type Part, parts } from './test-parts'

const groups: Record<string, readonly string[]> = {
  lint: ['generate', 'types', 'lint', 'unused'],
  unit: ['generate', 'unit'],
  db: ['generate', 'db'],
  build: ['generate', 'build'],
  e2e: ['generate', 'build', 'e2e'],
}

/**
 * Runs every part, or the group named first, with the remaining words passed to its test runner. All parts
 * run even when one fails. The last line is `N passed, N failed`; answers the exit code.
 */
export async function runTests([group, ...words]: string[]): Promise<number> {
  const chosen = group === undefined ? parts.map((part) => part.name) : groups[group]
  if (!chosen) {
    complain(`There is no part "${group}". Parts: ${Object.keys(groups).join(', ')}; without one, all of them.`)
    return 2
  }
  const startedMs = performance.now()
  const total: Counts = { passed: 0, failed: 0, skipped: 0 }
  const failures: string[] = []
  for (const part of parts.filter(({ name }) => chosen.includes(name))) {
    const counts = await runPart(part, part.name === group ? words : [])
    if (counts.failed > 0) failures.push(part.title)
    for (const key of ['passed', 'failed', 'skipped'] as const) total[key] += counts[key]
  }
  say(`\nAll of it took ${seconds(startedMs)}.${failures.length > 0 ? ` Failed: ${failures.join(', ')}.` : ''}`)
  say(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`)
  return total.failed > 0 ? 1 : 0
}

async function runPart(part: Part, words: readonly string[]): Promise<Counts> {
  const startedMs = performance.now()
  say(`\n=== ${part.title}`)
  let counts: Counts
  try {
    counts = await part.run(words)
  } catch (error) {
    complain(error instanceof Error ? error.message : String(error))
    counts = { passed: 0, failed: 1, skipped: 0 }
  }
  say(`=== ${part.title}: ${counts.failed > 0 ? 'FAILED' : 'ok'} (${counts.passed} passed, ${seconds(startedMs)})`)
  return counts
}
