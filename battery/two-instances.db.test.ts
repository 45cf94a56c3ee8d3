import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { useDatabase } from '../lib/testing/database'
import { type TwoInstancesForm, twoInstances, twoInstancesForms } from './two-instances'
import { worldIn } from './world'

const database = useDatabase()
const folder = mkdtempSync(join(tmpdir(), 'daybook-battery-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
beforeEach(async () => {
  await database.ownerQuery(
    'TRUNCATE "Alert", "AlertNotice", "AlertChannel", "Delivery", "DeliveryAttempt", "IncidentAlert", "Lease", "JobRun"',
  )
})

test('two instances tell once and run once, whichever of them dies or freezes', async () => {
  const report = await twoInstances(worldIn(folder), twoInstancesForms.short)
  expect(report.problems).toEqual([])
}, 180_000)

const few: TwoInstancesForm = { triggers: 20, kills: 0, freezes: 0, deaths: 0, slots: 0, isPatient: false }

test.each<[string, TwoInstancesForm, RegExp]>([
  ['claim-nothing', few, /was not marked as a repeat/],
  ['unfenced', { ...few, freezes: 1 }, /2 apps lead after a thaw/],
])(
  'the mutant %s is noticed',
  async (mutant, form, problem) => {
    const { problems } = await twoInstances(worldIn(folder), form, mutant)
    expect(problems.join('\n')).toMatch(problem)
  },
  180_000,
)
