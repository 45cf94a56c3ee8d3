import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { GET } from '../../../app/api/audit-logs/export/route'
import { systemContext } from '../../context'
import { getPool } from '../../db'
import { env } from '../../env'
import { useDatabase } from '../../testing/database'
import { newMember } from '../../testing/session'
import { AuditAction, getEvent, logSuccess } from '..'
import { latestCheckpointNote } from '../ledger'
import { commitment } from '../ledger/leaf'
import { untilSealed } from '../ledger/sealer'
import { checkpointVerifier } from '../ledger/signing-key'
import { bodyOf } from '../ledger/stored-event'
import { readSealed } from '../ledger/verify/read-sealed'
import { verifyExport } from '../ledger/verify/verify-export'
import { csvColumns } from './csv'
import { exportTrail } from './export-trail'
import { readExported } from './exported-event'

const db = useDatabase()
let founder: Awaited<ReturnType<typeof newMember>>
beforeAll(async () => {
  founder = await newMember('FOUNDER')
})

async function ask(query: string, method = 'GET'): Promise<Response> {
  const init = { method, headers: { cookie: founder.cookie } }
  const request = new Request(`http://localhost:3000/api/audit-logs/export?${query}`, init)
  return GET(request, { params: Promise.resolve({}) })
}

type Line = { id: string; seq: number | null; action: string; metadata: unknown; evidence: Record<string, unknown> }
const linesOf = (text: string): Line[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))
const exported = async (query: string) => linesOf(await (await ask(`format=ndjson&${query}`)).text())

/** Rows as an older version or a trigger would write them, one a second, of one entity. */
async function insert(count: number, entityId: string, metadata = 'null'): Promise<void> {
  await db.ownerQuery(
    `INSERT INTO "AuditLog" ("id", "occurredAt", "action", "severity", "description", "actorType", "entityType", "entityId", "metadata")
     SELECT daybook_uuidv7(at), at, 'LEAD_UPDATED', 'INFO', 'row ' || n, 'system', 'Lead', $2, $3::jsonb
     FROM (SELECT n, date_trunc('ms', now()) - make_interval(secs => n) AS at FROM generate_series(1, $1::int) AS n) AS rows`,
    [count, entityId, metadata],
  )
}

const exportsOf = () =>
  db.ownerQuery<{ metadata: unknown; userId: string; description: string }>(
    `SELECT "metadata", "userId", "description" FROM "AuditLog" WHERE "action" = 'AUDIT_EXPORTED' ORDER BY "id" DESC`,
  )

describe('an export', () => {
  it('has every matching event once, newest first, over many pages', async () => {
    await insert(2_345, 'many')
    const response = await ask('format=ndjson&entityName=Lead&entityId=many')
    expect(response.headers.get('x-total-count')).toBe('2345')
    expect(response.headers.get('x-total-is-capped')).toBe('false')
    const ids = linesOf(await response.text()).map(({ id }) => id)
    const rows = await db.ownerQuery<{ id: string }>(
      `SELECT "id" FROM "AuditLog" WHERE "entityId" = 'many' ORDER BY "id" DESC`,
    )
    expect(ids).toEqual(rows.map(({ id }) => id))
  })

  it('ends at its limit', async () => {
    const response = await ask('format=ndjson&entityName=Lead&entityId=many&limit=1234')
    expect(response.headers.get('x-total-count')).toBe('1234')
    expect(linesOf(await response.text())).toHaveLength(1_234)
  })

  it('is an event of whoever asked, with what was asked for, before the first byte', async () => {
    const response = await ask('format=csv&entityName=Lead&entityId=many&severity=INFO,ERROR&limit=3')
    const [event] = await exportsOf()
    expect(event).toMatchObject({
      userId: founder.id,
      description: 'The audit trail was exported as CSV',
      metadata: { format: 'csv', limit: 3, filters: { entityId: 'many', severity: ['INFO', 'ERROR'] } },
    })
    await response.body?.cancel()
  })

  it('has nothing that was recorded after it began, and not itself', async () => {
    const response = await ask('format=ndjson&dateTo=2100-01-01T00:00:00Z')
    const reader = response.body?.getReader()
    const first = new TextDecoder().decode((await reader?.read())?.value)
    await logSuccess(AuditAction.LEAD_CREATED, 'too late')
    // Of an hour ago, so that it would stand on a page that is still to come.
    await db.ownerQuery(
      `INSERT INTO "AuditLog" ("id", "occurredAt", "action", "severity", "description", "actorType")
       VALUES (daybook_uuidv7(now() - interval '1 hour'), now() - interval '1 hour', 'LOGIN', 'INFO', 'too late too', 'system')`,
    )
    let text = first
    for (let part = await reader?.read(); part?.value; part = await reader?.read())
      text += new TextDecoder().decode(part.value)
    const descriptions = linesOf(text).map((line) => 'description' in line && line.description)
    expect(descriptions).not.toContain('too late')
    expect(descriptions).not.toContain('too late too')
    expect(descriptions).toContain('row 2345')
    expect(descriptions.filter((words) => words === 'The audit trail was exported as NDJSON')).toHaveLength(
      (await exportsOf()).length - 2,
    )
  })

  it('reads no further than its client does, and stops with it', async () => {
    const queries = { count: 0 }
    const count = () => void (queries.count += 1)
    getPool().on('acquire', count)
    try {
      const response = await ask('format=ndjson&entityName=Lead&entityId=many')
      const atStart = queries.count
      const reader = response.body?.getReader()
      await reader?.read()
      const afterOne = queries.count
      expect(afterOne - atStart).toBe(1)
      await new Promise((resolve) => setTimeout(resolve, 150))
      expect(queries.count).toBe(afterOne)
      await reader?.cancel()
      await new Promise((resolve) => setTimeout(resolve, 150))
      expect(queries.count).toBe(afterOne)
    } finally {
      getPool().off('acquire', count)
    }
  })

  it('breaks when it cannot go on: a part is never taken for the whole', async () => {
    const response = await ask('format=ndjson&entityName=Lead&entityId=many')
    const reader = response.body?.getReader()
    await reader?.read()
    await db.ownerQuery(`ALTER TABLE "AuditErasure" RENAME TO "Away"`)
    try {
      const rest = async () => {
        for (;;) if ((await reader?.read())?.done !== false) return
      }
      await expect(rest()).rejects.toThrow()
    } finally {
      await db.ownerQuery(`ALTER TABLE "Away" RENAME TO "AuditErasure"`)
    }
  })

  it('stops between its pages too, and breaks when an event is not where it was', async () => {
    const stop = new AbortController()
    const query = { format: 'ndjson', entityName: 'Lead', entityId: 'many' } as const
    const { begin } = await exportTrail(systemContext('test'), query, stop.signal)
    const chunks = await begin()
    expect((await chunks.next()).done).toBe(false)
    stop.abort()
    await expect(chunks.next()).rejects.toThrow(/abort/)
    await expect(readExported(getPool(), 'AuditLog', [randomUUID()], '9999')).rejects.toThrow(/moved/)
  })

  it('takes nothing out and records nothing for HEAD', async () => {
    const before = await exportsOf()
    const response = await ask('format=ndjson&entityName=Lead&entityId=many', 'HEAD')
    expect([response.status, response.headers.get('x-total-count')]).toEqual([200, '2345'])
    expect(await exportsOf()).toEqual(before)
  })
})

describe('an export that cannot be recorded', () => {
  const spooled = () => readdir(env().AUDIT_SPOOL_DIR ?? '').catch(() => [])

  it('is refused with 503, whatever the database has against the event, and is not spooled', async () => {
    await db.ownerQuery(`CREATE FUNCTION refuse_export() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN IF NEW."action" = 'AUDIT_EXPORTED' THEN RAISE EXCEPTION 'disk full'; END IF; RETURN NEW; END $$;
      CREATE TRIGGER refuse_export BEFORE INSERT ON "AuditLog" FOR EACH ROW EXECUTE FUNCTION refuse_export()`)
    try {
      const before = await exportsOf()
      const response = await ask('format=csv')
      expect(response.status).toBe(503)
      expect(response.headers.get('content-type')).toBe('application/problem+json')
      expect(await response.json()).toMatchObject({ code: 'UNAVAILABLE', detail: expect.stringContaining('recorded') })
      expect(await exportsOf()).toEqual(before)
      expect(await spooled()).toEqual([])
    } finally {
      await db.ownerQuery('DROP TRIGGER refuse_export ON "AuditLog"')
    }
  })
})

describe('NDJSON', () => {
  it('is verified by a checkpoint and the public key alone, secrets and erasures included', async () => {
    await insert(1, 'secret', '{"password": "hunter2hunter2", "note": "seen"}')
    await insert(1, 'number', '{"n": 12345678901234567890.10, "big": 1e400}')
    await untilSealed()
    const { id } = await logSuccess(AuditAction.LEAD_CREATED, 'Ada Byron wrote')
    await untilSealed()
    await erase(id)
    const checkpoint = await newestCheckpoint()
    const text = await (await ask('format=ndjson')).text()
    expect(text).not.toContain('hunter2')
    expect(text).toContain('"n": 12345678901234567890.10')
    expect(text).not.toContain('Ada Byron')
    const folder = mkdtempSync(join(tmpdir(), 'daybook-export-'))
    writeFileSync(join(folder, 'trail.ndjson'), text)
    const file = join(folder, 'trail.ndjson')
    const result = await verifyExport({ file, checkpoint, verifier: checkpointVerifier() })
    rmSync(folder, { recursive: true })
    expect(result.findings).toEqual([])
    expect(result.size).toBeGreaterThan(2_345)
  })

  it('shows contents with a secret redacted, beside the commitment that stands for them', async () => {
    const [line] = await exported('entityId=secret')
    expect(line).toMatchObject({ description: '', metadata: null })
    expect(line?.evidence).toMatchObject({
      erased: { content: expect.stringMatching(/^[0-9a-f]{64}$/) },
      redacted: { description: 'row 1', metadata: { password: '[redacted]', note: 'seen' } },
    })
    // Salt and commitment together would let the secret be guessed.
    expect(String(line?.evidence.salt).slice(32, 64)).toBe('0'.repeat(32))
    expect(String(line?.evidence.salt).slice(0, 32)).not.toBe('0'.repeat(32))
  })

  it('shows an event as the API does, with its evidence', async () => {
    const { id } = await logSuccess(AuditAction.LEAD_CREATED, 'as shown', {
      entityType: 'Lead',
      entityId: 'shown',
      after: { name: 'Grace' },
      metadata: { amount: 4.5 },
    })
    await untilSealed()
    const [line] = await exported('entityId=shown')
    const { evidence, ...event } = line ?? { evidence: {} }
    // What is only looked up for people is no part of the trail.
    const { erasedAt: _, sentryUrl: __, ...shown } = await getEvent(id)
    expect(event).toEqual(shown)
    expect(event).toMatchObject({ seq: expect.any(Number) })
    expect(evidence).toEqual({
      recordedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
      salt: expect.stringMatching(/^[0-9a-f]{96}$/),
    })
  })
})

/** What a checkpoint that the sealer signs a minute later would be, of a tree that is complete. */
async function newestCheckpoint(): Promise<string> {
  await db.ownerQuery(`UPDATE "Lease" SET "expiresAt" = now() - interval '1 s'`)
  await db.ownerQuery(
    `SET session_replication_role = replica; UPDATE "AuditCheckpoint" SET "createdAt" = now() - interval '2 hours'`,
  )
  await untilSealed()
  return latestCheckpointNote()
}

/** Takes everything out of an event that can name a person, as an erasure does. */
async function erase(id: string): Promise<void> {
  const [leaf] = await db.ownerQuery<{ seq: string }>(`SELECT "seq" FROM "AuditLeaf" WHERE "id" = $1`, [id])
  const [place] = await readSealed(getPool(), Number(leaf?.seq), Number(leaf?.seq) + 1)
  if (!place?.event || !place.salt) throw new Error('The event is not sealed')
  const body = bodyOf(place.event)
  const hashes = (['actor', 'content', 'reference'] as const).map((group) =>
    commitment(group, body, place.salt ?? Buffer.of()),
  )
  await getPool().query('SELECT daybook_erase_event($1, $2, $3, $4)', [id, ...hashes])
}

describe('CSV', () => {
  const rowsOf = (text: string) =>
    text
      .split('\r\n')
      .slice(0, -1)
      .map((row) =>
        [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(([, a, b]) =>
          (a ?? b ?? '').replaceAll('""', '"'),
        ),
      )

  it('has a header and a cell for every field in every row', async () => {
    const response = await ask('format=csv&entityId=shown')
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(response.headers.get('content-disposition')).toMatch(
      /^attachment; filename="daybook-audit-\d{8}T\d{6}Z\.csv"$/,
    )
    const [header, row, ...more] = rowsOf(await response.text())
    expect(more).toEqual([])
    expect(header).toEqual([...csvColumns])
    const cells = Object.fromEntries((header ?? []).map((name, at) => [name, row?.[at]]))
    expect(row).toHaveLength(csvColumns.length)
    expect(cells).toMatchObject({ description: 'as shown', after: '{"name": "Grace"}', metadata: '{"amount": 4.5}' })
  })

  it('has no cell that a spreadsheet takes for a formula', async () => {
    await logSuccess(AuditAction.LEAD_CREATED, '=HYPERLINK("http://evil.example", "x")', {
      entityType: '@SUM(1)',
      entityId: 'formula',
      metadata: { list: ['a;=1'] },
    })
    const [, row] = rowsOf(await (await ask('format=csv&entityId=formula')).text())
    expect(row?.filter((cell) => /^[\s"]*[=+\-@]/.test(cell))).toEqual([])
    expect(row).toContain(`'=HYPERLINK("http://evil.example", "x")`)
    expect(row).toContain('{"list": ["a\\u003b=1"]}')
  })
})
