import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { useDatabase } from '../lib/testing/database'
import { poison, poisonForms } from './poison'
import { worldIn } from './world'

useDatabase()
const folder = mkdtempSync(join(tmpdir(), 'daybook-battery-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('of 200 events that are written together only the bad one is refused', async () => {
  const report = await poison(worldIn(folder), poisonForms.short)
  expect(report.problems).toEqual([])
}, 180_000)

test('the mutant batch-refused-whole is noticed', async () => {
  const { problems } = await poison(
    worldIn(folder),
    { ...poisonForms.short, kinds: ['NUL in text'] },
    'batch-refused-whole',
  )
  // Two lanes take half of the group each.
  expect(problems.join('\n')).toMatch(/99 of the group came to another end/)
}, 180_000)
