import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { AuditAction, logSuccess } from '../lib/audit'
import { Sealer } from '../lib/audit/ledger/sealer'
import { useDatabase } from '../lib/testing/database'
import { findPython } from '../lib/testing/python'

const db = useDatabase()
const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(root, '.daybook-test/evidence-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Ran = { code: number | null; out: string; err: string }

/** `daybook …` as an operator types it. */
function daybook(...args: string[]): Promise<Ran> {
  const env = { ...process.env, DAYBOOK_DATA_DIR: folder, DATABASE_URL: db.appUrl(), DATABASE_OWNER_URL: db.ownerUrl() }
  const child = spawn(process.execPath, [join(root, 'bin/daybook.ts'), ...args], { cwd: root, env })
  const texts = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (texts.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (texts.err += text))
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...texts })))
}

const attack = (sql: string) => db.ownerQuery(`SET session_replication_role = replica; ${sql}`)

beforeAll(async () => {
  await Promise.all(
    Array.from({ length: 300 }, (_, n) =>
      logSuccess(AuditAction.LOGIN, n === 7 ? 'Jane Canary signed in' : `Somebody ${n} signed in "€😀"`, {
        metadata: { n, price: 1.5, '10': { b: [1, null], a: 1e21 } },
      }),
    ),
  )
  const sealer = new Sealer()
  await sealer.work()
  await sealer.leave()
})

describe('daybook verify', () => {
  it('says that nothing was altered, and leaves an event that says so', async () => {
    const { code, out } = await daybook('verify')
    expect(out).toMatch(/Verified 300 events and 1 checkpoint: nothing was altered/)
    expect(code).toBe(0)
    expect(await db.ownerQuery(`SELECT 1 FROM "AuditLog" WHERE "action" = 'AUDIT_VERIFIED'`)).toHaveLength(1)
  }, 60_000)

  it('names the event that was altered and ends with 1, and the trail says so in red', async () => {
    const [target] = await db.ownerQuery<{ id: string; seq: string }>(
      `SELECT "id", "seq" FROM "AuditLeaf" WHERE "seq" = 11`,
    )
    await attack(
      `UPDATE "AuditLog" SET "createdAt" = "createdAt" + interval '1 microsecond' WHERE "id" = '${target?.id}'`,
    )
    const { code, err } = await daybook('verify')
    await attack(
      `UPDATE "AuditLog" SET "createdAt" = "createdAt" - interval '1 microsecond' WHERE "id" = '${target?.id}'`,
    )
    expect(err).toContain(`event-changed: Event 11 says something else than what was sealed. (seq 11, ${target?.id}`)
    expect(code).toBe(1)
    const found = await db.ownerQuery<{ severity: string }>(
      `SELECT "severity" FROM "AuditLog" WHERE "action" = 'AUDIT_VERIFICATION_FAILED'`,
    )
    expect(found).toEqual([{ severity: 'CRITICAL' }])
  }, 60_000)

  it('takes a checkpoint that was kept elsewhere, and refuses a wrong file without calling the trail altered', async () => {
    const [stored] = await db.ownerQuery<{ note: string }>(
      'SELECT "note" FROM "AuditCheckpoint" ORDER BY "number" LIMIT 1',
    )
    const file = join(folder, 'kept.checkpoint')
    writeFileSync(file, stored?.note ?? '')
    expect((await daybook('verify', '--checkpoint', file)).code).toBe(0)
    writeFileSync(file, (stored?.note ?? '').replace(/\n\d+\n/, '\n999\n'))
    const alarms = () => db.ownerQuery(`SELECT "id" FROM "AuditLog" WHERE "action" = 'AUDIT_VERIFICATION_FAILED'`)
    const before = await alarms()
    for (const wrong of [file, '/etc/hostname']) {
      const { code, err } = await daybook('verify', '--checkpoint', wrong)
      expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining('is no checkpoint of this trail') })
    }
    expect(await alarms()).toEqual(before)
  }, 60_000)

  it('looks although what waits cannot be sealed, and says so', async () => {
    const edge = `"level" = 0 AND "index" = (SELECT max("index") FROM "AuditTile" WHERE "level" = 0)`
    await db.ownerQuery(`CREATE TABLE "kept" AS SELECT * FROM "AuditTile" WHERE ${edge}`)
    await attack(`DELETE FROM "AuditTile" WHERE ${edge}`)
    await logSuccess(AuditAction.LOGIN, 'It waits')
    const { code, err } = await daybook('verify')
    await attack(`INSERT INTO "AuditTile" SELECT * FROM "kept"; DROP TABLE "kept"`)
    expect(err).toMatch(/could not be sealed \(Tile 1 of level 0/)
    expect(err).toContain('tree-changed')
    expect(code).toBe(1)
  }, 60_000)

  it('refuses wrong use with 2', async () => {
    expect((await daybook('verify', '--export', 'x')).code).toBe(2)
    expect((await daybook('verify', '--colour')).code).toBe(2)
  }, 60_000)
})

describe('an export', () => {
  const file = join(folder, 'trail.ndjson')
  const key = async () => (await daybook('audit', 'key')).out.trim()
  const verifyExport = async () =>
    daybook('verify', '--export', file, '--checkpoint', `${file}.checkpoint`, '--key', await key())

  it('is verified with nothing but the file, its checkpoint and the key', async () => {
    const { code, out } = await daybook('audit', 'export', file)
    expect(out).toContain(`${file}.checkpoint`)
    expect(code).toBe(0)
    expect(existsSync(`${file}.part`)).toBe(false)
    const python = spawnSync(
      findPython(),
      [join(root, 'docs/verify-trail.py'), 'export', file, '--checkpoint', `${file}.checkpoint`, '--key', await key()],
      { encoding: 'utf8' },
    )
    expect(python.stdout).toMatch(/complete and unchanged/)
    const verified = await verifyExport()
    expect(verified.out).toMatch(/Verified \d+ events and 1 checkpoint: nothing was altered/)
    expect(verified.code).toBe(0)
  }, 60_000)

  it('with one changed word, one line less or one number changed in its last digit is refused', async () => {
    const whole = readFileSync(file, 'utf8')
    const changes: [string, RegExp][] = [
      [whole.replace('Somebody 3 signed in', 'Somebody 4 signed in'), /at least one was changed/],
      [whole.replace(/\{[^\n]*Somebody 3 signed in[^\n]*\n/, ''), /event-missing[\s\S]*not whole/],
      [whole.replace('"metadata":', '"metadata":{"forged":1},"metadata":'), /Line 1 has a name twice/],
      [whole.replace('1.5', '1.5000000000000000000001'), /at least one was changed/],
      [`${whole}garbage\n`, /Line \d+ is not JSON/],
    ]
    for (const [text, expected] of changes) {
      expect(text).not.toBe(whole)
      writeFileSync(file, text)
      const { code, err } = await verifyExport()
      expect(err).toMatch(expected)
      expect(code).toBe(1)
    }
    writeFileSync(file, whole)
  }, 120_000)
})

describe('daybook audit export', () => {
  it('overwrites nothing unasked, and gives no checkpoint to a part of the trail', async () => {
    const file = join(folder, 'part.ndjson')
    const part = ['audit', 'export', file, '--from', '2025-01-01']
    expect((await daybook(...part)).code).toBe(0)
    expect(existsSync(`${file}.checkpoint`)).toBe(false)
    writeFileSync(file, 'mine')
    expect(await daybook(...part)).toMatchObject({ code: 2, err: expect.stringContaining('is there already') })
    expect(readFileSync(file, 'utf8')).toBe('mine')
    const { code, out } = await daybook('audit', 'export', file, '--force')
    expect(code).toBe(0)
    expect(out).toContain(`npx daybook verify --export ${file}`)
    expect(existsSync(`${file}.checkpoint`)).toBe(true)
  }, 60_000)
})

it('daybook audit tells how to use the verb that was asked about', async () => {
  const { out } = await daybook('audit', 'drop', '--help')
  expect(out).toMatch(/^Usage: daybook audit drop --after-days N\n\ndrop {5}removes/)
  expect(out).not.toContain('erase')
  const { err } = await daybook('audit', 'hold', 'keep')
  expect(err).toContain('hold release ID')
  expect(err).not.toContain('export FILE')
  expect((await daybook('audit', '--help')).out).toContain('export FILE')
}, 60_000)

describe('daybook audit erase', () => {
  it('complains before it looks, about no reason and about one that names the person', async () => {
    const nameless = await daybook('audit', 'erase', '--subject', 'Jane Canary')
    expect(nameless).toMatchObject({ code: 2, out: '', err: expect.stringContaining('--reason is missing') })
    const naming = await daybook('audit', 'erase', '--subject', 'Jane Canary', '--reason', 'For Jane Canary', '--yes')
    expect(naming).toMatchObject({ code: 2, out: '', err: expect.stringContaining('names the person') })
  }, 60_000)

  it('says before and after where else the person stands', async () => {
    await db.ownerQuery(`SET session_replication_role = replica;
      INSERT INTO "Lead" ("id", "name", "email", "createdAt", "updatedAt")
        VALUES (gen_random_uuid(), 'Theo Kite', 'theo@example.org', now(), now());
      INSERT INTO "AuditLegalHold" ("id", "reason", "createdAt", "createdBy")
        VALUES (gen_random_uuid(), 'Theo Kite v. us', now(), 'test')`)
    const dry = await daybook('audit', 'erase', '--subject', 'Theo Kite', '--dry-run')
    expect(dry.out).toMatch(/note {2}also in 1 row of AuditLegalHold: release that legal hold/)
    expect(dry.out).toMatch(/note {2}also in 1 row of Lead: change or delete them in Daybook\n.* do that first/)
    const done = await daybook('audit', 'erase', '--subject', 'Theo Kite', '--reason', 'asked', '--yes')
    expect(done.out).toMatch(/note {2}still in 1 row of Lead: .*\n.*: run this again after it/)
  }, 60_000)

  it('counts first, then erases, and the trail is verified afterwards', async () => {
    const dry = await daybook('audit', 'erase', '--subject', 'Jane Canary', '--dry-run')
    expect(dry.out).toMatch(/Found in 1 events?\./)
    expect((await daybook('audit', 'erase', '--subject', 'Jane Canary', '--reason', 'asked')).code).toBe(2)
    const { code, out } = await daybook('audit', 'erase', '--subject', 'Jane Canary', '--reason', 'asked', '--yes')
    expect(out).toMatch(/Erased from 1 events?/)
    expect(code).toBe(0)
    expect((await daybook('verify')).code).toBe(0)
    const left = await db.ownerQuery(`SELECT 1 FROM "AuditLog" AS e WHERE e::text ILIKE '%canary%'`)
    expect(left).toEqual([])
    const planner = await db.ownerQuery(`SELECT 1 FROM pg_stats AS s WHERE s::text ILIKE '%canary%'`)
    expect(planner).toEqual([])
  }, 120_000)
})

it('daybook audit hold, archive and drop say what they did', async () => {
  const set = await daybook('audit', 'hold', 'set', '--reason', 'Case 7', '--to', '2025-01-01')
  const id = /Held: (\S+)/.exec(set.out)?.[1] ?? ''
  expect((await daybook('audit', 'hold', 'list')).out).toContain(`${id}  … to 2025-01-01T00:00:00.000Z  Case 7`)
  expect((await daybook('audit', 'hold', 'release', id)).out).toBe('Released.\n')
  expect((await daybook('audit', 'hold', 'release', id)).code).toBe(1)
  expect((await daybook('audit', 'archive')).out).toBe('Archived: nothing.\n')
  expect((await daybook('audit', 'drop', '--after-days', '30')).code).toBe(2)
  expect((await daybook('audit', 'drop', '--after-days', '1826')).out).toBe('Dropped: nothing.\n')
}, 120_000)
