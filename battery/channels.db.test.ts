import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { useDatabase } from '../lib/testing/database'
import { type ChannelsForm, channels, channelsForms } from './channels'
import { worldIn } from './world'

const database = useDatabase()
const folder = mkdtempSync(join(tmpdir(), 'daybook-battery-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
beforeEach(async () => {
  await database.ownerQuery('TRUNCATE "AlertChannel", "AlertNotice", "Delivery", "DeliveryAttempt", "Lease"')
})

test('receivers that misbehave in every way keep nobody waiting, and nothing inside is reached', async () => {
  const report = await channels(worldIn(folder), channelsForms.short)
  expect(report.problems).toEqual([])
}, 180_000)

const few: ChannelsForm = { retries: 0, messages: 1, floodBytes: 64 * 1024 ** 2, moods: ['reset'], hosts: [] }

test.each<[string, ChannelsForm, RegExp]>([
  ['read-all', few, /bytes of an answer were read/],
  [
    'inside-allowed',
    { ...few, moods: [], hosts: ['127.0.0.1', '[::ffff:127.0.0.1]'] },
    /connections reached an address inside/,
  ],
  ['retry-soon', { ...few, retries: 1, moods: ['error-500'] }, /Attempt 2 came after \d+ ms instead of 5000/],
])(
  'the mutant %s is noticed',
  async (mutant, form, problem) => {
    const { problems } = await channels(worldIn(folder), form, mutant)
    expect(problems.join('\n')).toMatch(problem)
  },
  180_000,
)
