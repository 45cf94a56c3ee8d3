import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { useDatabase } from '../lib/testing/database'
import { dbAway, dbAwayForms } from './db-away'
import { worldIn } from './world'

useDatabase()
const folder = mkdtempSync(join(tmpdir(), 'daybook-battery-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('while the database is away callers are told at once, and every event is kept and arrives once', async () => {
  const report = await dbAway(worldIn(folder), dbAwayForms.short)
  expect(report.problems).toEqual([])
}, 180_000)

test.each([
  ['silence-unwatched', { hanging: 2_500 }, /hanging: \d+ reads or business writes were not answered/],
  ['spool-nothing', { refused: 500 }, /acknowledged \(spool\) and is not in the trail/],
])(
  'the mutant %s is noticed',
  async (mutant, outagesMs, problem) => {
    const { problems } = await dbAway(worldIn(folder), { ...dbAwayForms.short, outagesMs }, mutant)
    expect(problems.join('\n')).toMatch(problem)
  },
  180_000,
)
