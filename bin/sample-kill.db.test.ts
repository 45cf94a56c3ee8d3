import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, it } from 'vitest'
import { setEnv } from '../lib/env'
import { useDatabase } from '../lib/testing/database'
import { readMark } from './demo/mark'
import { type Act, makePlan } from './demo/plan'
import { addSampleData } from './sample'

const db = useDatabase()
const folder = mkdtempSync(join(tmpdir(), 'daybook-kill-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const count = async (sql: string) =>
  (await db.ownerQuery<{ n: number }>(`SELECT count(*)::int AS n FROM ${sql}`))[0]?.n ?? 0

/** Runs `daybook seed` as a process of its own and kills it when the trail has so many events. */
async function seedAndKillAt(events: number): Promise<void> {
  const env = { ...process.env, DAYBOOK_DATA_DIR: folder, DATABASE_URL: db.appUrl(), DATABASE_OWNER_URL: db.ownerUrl() }
  const child = spawn(process.execPath, [resolve(import.meta.dirname, 'daybook.ts'), 'seed', '--yes'], {
    env,
    stdio: 'ignore',
  })
  const ended = once(child, 'exit')
  while (child.exitCode === null && (await count('"AuditLog"')) < events) await sleep(20)
  child.kill('SIGKILL')
  expect(await ended).toEqual([null, 'SIGKILL'])
}

it('goes on where it was killed, twice, so that everything is there once', async () => {
  setEnv({ DAYBOOK_DATA_DIR: folder })
  await seedAndKillAt(90)
  await seedAndKillAt(260)
  expect(await readMark()).toMatchObject({ state: 'adding' })
  await addSampleData()
  const mark = await readMark()
  expect(mark).toMatchObject({ state: 'present' })
  const plan = makePlan({ seed: mark?.seed ?? 0, days: mark?.days ?? 0, endsAt: new Date(mark?.endsAt ?? 0) })
  const planned = (name: string) => plan.filter((act) => nameOf(act) === name).length
  const written = (action: string) => count(`"AuditLog" WHERE "action" = '${action}'`)
  expect(await written('LEAD_CREATED')).toBe(planned('addLead'))
  expect(await written('INVOICE_GENERATED')).toBe(planned('makeInvoice'))
  expect(await written('INVOICE_CANCELLED')).toBe(planned('cancelInvoice'))
  expect(await written('LOGIN')).toBe(planned('signIn'))
  expect(await written('SAMPLE_DATA_CREATED')).toBe(1)
  expect(await count(`"User"`)).toBe(3)
  expect(await count(`"Lead"`)).toBe(planned('addLead') - planned('deleteLead'))
  const invoices = await db.ownerQuery<{ n: number }>(
    `SELECT right("number", 6)::int AS n FROM "Invoice" ORDER BY "createdAt", "id"`,
  )
  expect(invoices.map(({ n }) => n)).toEqual(invoices.map((_, index) => index + 1))
  // A conversion that was cut off is started again, and says so again.
  expect(
    await count(`(SELECT 1 FROM "AuditLog" WHERE "action" <> 'CONVERSION_STARTED'
      GROUP BY "requestId", "action", "entityId" HAVING count(*) > 1) twice`),
  ).toBe(0)
}, 180_000)

const nameOf = (act: Act) => (act.kind === 'task' ? act.task.do : act.kind)
