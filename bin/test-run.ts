import { complain, say, seconds } from './say'
import { failure, tellFailures } from './test-failures'
import { type Counts, type Outcome, type Part, parts } from './test-parts'

const groups: Record<string, readonly string[]> = {
  lint: ['generate', 'types', 'lint', 'unused'],
  unit: ['generate', 'unit'],
  db: ['generate', 'db'],
  build: ['generate', 'build'],
  built: ['generate', 'build', 'built'],
  e2e: ['generate', 'build', 'e2e'],
}

/**
 * Runs every part, or the group named first, with the remaining words passed to its test runner. All parts
 * run even when one fails. What failed is told again at the end, where the end of a long log still has it.
 * The last line is `N passed, N failed`; answers the exit code.
 */
export async function runTests([group, ...words]: string[]): Promise<number> {
  const chosen = group === undefined ? parts.map((part) => part.name) : groups[group]
  if (!chosen) {
    complain(`There is no part "${group}". Parts: ${Object.keys(groups).join(', ')}; without one, all of them.`)
    return 2
  }
  const startedMs = performance.now()
  const total: Counts = { passed: 0, failed: 0, skipped: 0 }
  const failed: string[] = []
  const told: string[] = []
  for (const part of parts.filter(({ name }) => chosen.includes(name))) {
    const { counts, failures } = await runPart(part, part.name === group ? words : [])
    if (counts.failed > 0) failed.push(part.title)
    if (failures.length > 0) told.push('', ...tellFailures(part.title, failures))
    for (const key of ['passed', 'failed', 'skipped'] as const) total[key] += counts[key]
  }
  for (const line of told) say(line)
  say(`\nAll of it took ${seconds(startedMs)}.${failed.length > 0 ? ` Failed: ${failed.join(', ')}.` : ''}`)
  say(`${total.passed} passed, ${total.failed} failed${total.skipped > 0 ? `, ${total.skipped} skipped` : ''}`)
  return total.failed > 0 ? 1 : 0
}

async function runPart(part: Part, words: readonly string[]): Promise<Outcome> {
  const startedMs = performance.now()
  say(`\n=== ${part.title}`)
  let outcome: Outcome
  try {
    outcome = await part.run(words)
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    complain(message)
    outcome = { counts: { passed: 0, failed: 1, skipped: 0 }, failures: [failure([part.name], message)] }
  }
  const { counts } = outcome
  say(`=== ${part.title}: ${counts.failed > 0 ? 'FAILED' : 'ok'} (${counts.passed} passed, ${seconds(startedMs)})`)
  return outcome
}
