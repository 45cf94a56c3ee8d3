import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { verifyDatabase } from '../../lib/audit/ledger/verify/verify-database'
import { env } from '../../lib/env'
import { useDatabase } from '../../lib/testing/database'
import { worldIn } from '../world'
import { tamper, tamperForms } from './tamper'

const database = useDatabase()
const folder = mkdtempSync(join(tmpdir(), 'daybook-battery-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Another database of the same server. */
async function makeTarget() {
  const name = new URL(database.ownerUrl()).pathname.slice(1)
  await database.ownerQuery(`CREATE DATABASE ${name}_copy`)
  const copyOf = (url: string) => url.replace(/\/[^/]*$/, `/${name}_copy`)
  const drop = () => database.ownerQuery(`DROP DATABASE ${name}_copy WITH (FORCE)`)
  return { ownerUrl: copyOf(database.ownerUrl()), appUrl: copyOf(env().DATABASE_URL ?? ''), drop }
}

test('what is done to a trail behind the back of Daybook is found where it was done, and nothing else is', async () => {
  const target = await makeTarget()
  const report = await tamper(worldIn(folder), tamperForms.short, target)
  await target.drop()
  expect(report.problems).toEqual([])
}, 180_000)

test('the mutant that skips the comparison is noticed', async () => {
  const blind: typeof verifyDatabase = async (options) => ({
    ...(await verifyDatabase(options)),
    findings: [],
    findingCount: 0,
  })
  const { problems } = await tamper(worldIn(folder), { events: 500, isBrief: true }, undefined, blind)
  expect(problems).toHaveLength(1)
}, 180_000)
