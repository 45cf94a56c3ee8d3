import { AuditAction, logSuccess } from '../lib/audit'
import { type AuditRow, buildAuditRow } from '../lib/audit/write/row'
import { systemContext } from '../lib/context'
import { getDb, getPool, Prisma } from '../lib/db'
import { uuidv7 } from '../lib/ids'
import { type Comparison, compare, type Measure, median } from './rounds'
import { unnestInsert } from './unnest-insert'

const callers = 64
const rounds = 7
const roundMs = 1_500
const rowsPerInsert = 500
const many = `logSuccess, ${callers} callers, durable`
const perSecond = 'events/s'

const details = { entityType: 'Invoice', entityId: 'bench', metadata: { amount: 499, currency: 'EUR' } }
const description = 'Invoice INV-2026-000123 generated for Ada Byron King'

/** The first rows of the table: what group commit is worth, and what it costs. */
export async function compareWriter(): Promise<Comparison[]> {
  return [
    await compare(
      { what: many, reference: 'one Prisma create per event', unit: perSecond, target: { atLeast: 6 } },
      atOnce(callers, log),
      atOnce(callers, createByPrisma),
      rounds,
    ),
    await againstInserts(1),
    await againstInserts(2),
    await compare(
      { what: 'logSuccess, 1 caller, p50', reference: 'one prepared INSERT', unit: 'ms', target: { atMost: 1.2 } },
      alone(log),
      alone(insertOne),
      rounds,
    ),
  ]
}

/** One connection is what a program reaches that only writes; two, as the writer has, are what this machine can take. */
const againstInserts = (connections: number) =>
  compare(
    {
      what: many,
      reference: `${rowsPerInsert}-row inserts, ${connections} at a time`,
      unit: perSecond,
      target: { atLeast: 0.6 },
    },
    atOnce(callers, log),
    atOnce(connections, insertMany),
    rounds,
  )

async function log(): Promise<number> {
  const { stored } = await logSuccess(AuditAction.INVOICE_GENERATED, description, details)
  if (stored !== 'database') throw new Error(`An event went to the ${stored}`)
  return 1
}

async function createByPrisma(): Promise<number> {
  const { before: _before, after: _after, salt: _salt, bodyHash: _hash, metadata, ...columns } = newRow()
  await getDb().auditLog.create({ data: { ...columns, metadata: metadata ?? Prisma.DbNull }, select: { id: true } })
  return 1
}

/** Rows that are there already, apart from their ids: no caller, no redaction. */
async function insertMany(): Promise<number> {
  const rows = Array.from({ length: rowsPerInsert }, () => ({ ...template, id: uuidv7() }))
  const client = await getPool().connect()
  try {
    await unnestInsert(client, rows)
  } finally {
    client.release()
  }
  return rowsPerInsert
}

async function insertOne(): Promise<number> {
  const row = { ...template, id: uuidv7() }
  await getPool().query({ name: 'bench-insert', text: insertSql, values: columns.map((name) => row[name]) })
  return 1
}

function newRow(): AuditRow {
  const row = buildAuditRow(systemContext('bench'), { action: AuditAction.INVOICE_GENERATED, description, ...details })
  if (!row) throw new Error('There is always a row')
  return row
}

const template = newRow()
const columns = (Object.keys(template) as (keyof AuditRow)[]).filter((name) => name !== 'salt' && name !== 'bodyHash')
const insertSql = `INSERT INTO "AuditLog" (${columns.map((name) => `"${name}"`).join(', ')})
  VALUES (${columns.map((_, i) => `$${i + 1}`).join(', ')})`

/** Events a second with so many callers, each of whom waits for its own. */
const atOnce =
  (count: number, act: () => Promise<number>): Measure =>
  async () => {
    const startedMs = performance.now()
    const caller = async () => {
      let done = 0
      while (performance.now() - startedMs < roundMs) done += await act()
      return done
    }
    const counts = await Promise.all(Array.from({ length: count }, caller))
    return (counts.reduce((sum, done) => sum + done, 0) * 1_000) / (performance.now() - startedMs)
  }

/** The median milliseconds of one after the other. */
const alone =
  (act: () => Promise<number>): Measure =>
  async () => {
    const times: number[] = []
    for (const startedMs = performance.now(); performance.now() - startedMs < roundMs; ) {
      const beforeMs = performance.now()
      await act()
      times.push(performance.now() - beforeMs)
    }
    return median(times)
  }
