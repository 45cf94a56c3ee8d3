import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { useDatabase } from '../lib/testing/database'
import { type KillAppForm, killApp, killAppForms } from './kill-app'
import { worldIn } from './world'

useDatabase()
const folder = mkdtempSync(join(tmpdir(), 'daybook-battery-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('what a killed app had acknowledged is in the trail once, wherever the kill met it', async () => {
  const report = await killApp(worldIn(folder), killAppForms.short)
  expect(report.problems).toEqual([])
}, 180_000)

const few: KillAppForm = { ...killAppForms.short, randomKills: 0, points: [] }

test.each<[string, KillAppForm, RegExp]>([
  ['acknowledge-first', { ...few, randomKills: 1 }, /acknowledged \(database\) and is not in the trail/],
  ['spool-later', { ...few, points: ['spool-written'] }, /acknowledged \(spool\) and is not in the trail/],
  ['replay-new-ids', { ...few, points: ['replayed'] }, /\(ok\) is \d times in the trail/],
])(
  'the mutant %s is noticed',
  async (mutant, form, problem) => {
    const { problems } = await killApp(worldIn(folder), form, mutant)
    expect(problems.join('\n')).toMatch(problem)
  },
  180_000,
)
