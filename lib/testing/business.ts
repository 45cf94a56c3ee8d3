import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { type Context, systemContext } from '../context'
import { AppError } from '../errors'
import { uuidv7 } from '../ids'
import { generateInvoice, payAndConvert } from '../invoices'
import type { Conversion, Invoice, InvoiceInput } from '../invoices/contract'
import { createLead } from '../leads'
import type { Lead, LeadInput } from '../leads/contract'
import type { TestDatabase } from './database'

/** A member of staff at work; every call is somebody else. */
export function staffContext(overrides: Partial<Context> = {}): Context {
  const id = uuidv7()
  return systemContext('test', {
    actor: {
      type: 'user',
      id,
      email: `${id}@example.org`,
      name: 'Stella Staff',
      role: 'STAFF',
      sessionId: uuidv7(),
      isSample: false,
    },
    ipAddress: '203.0.113.7',
    userAgent: 'test agent',
    ...overrides,
  })
}

export const randomText = () => randomBytes(6).toString('hex')

export function newLead(ctx: Context, input: Partial<LeadInput> = {}): Promise<Lead> {
  const tag = randomText()
  return createLead(ctx, { name: `Lead ${tag}`, email: `${tag}@example.org`, ...input })
}

/** €499.00 of which €200.00 are payable now. */
export const invoiceInput = {
  currency: 'EUR',
  lines: [{ description: 'German B1', quantity: 1, unitPriceMinor: 49_900 }],
  payableNowMinor: 20_000,
} satisfies InvoiceInput

export async function newInvoice(ctx: Context, input: Partial<InvoiceInput> = {}, lead?: Lead): Promise<Invoice> {
  return generateInvoice(ctx, (lead ?? (await newLead(ctx))).id, { ...invoiceInput, ...input })
}

/** An invoice of €499.00 on which €200.00 were paid. */
export async function newConversion(ctx: Context, input: Partial<InvoiceInput> = {}): Promise<Conversion> {
  const invoice = await newInvoice(ctx, input)
  const payment = { amountMinor: invoice.payableNowMinor, method: 'CARD' } as const
  return payAndConvert(ctx, { invoiceId: invoice.id, payment, idempotencyKey: uuidv7() })
}

/** The refusal a promise ends with; fails the test when it does not. */
export async function refusalOf(promise: Promise<unknown>): Promise<AppError> {
  const outcome = await promise.then(
    (value) => `no refusal but ${JSON.stringify(value)}`,
    (error: unknown) => error,
  )
  if (outcome instanceof AppError) return outcome
  throw new Error('An AppError was expected', { cause: outcome })
}

/** What a promise came to: its value, or the code of its refusal. */
export async function outcomeOf<T>(promise: Promise<T>): Promise<T | string> {
  try {
    return await promise
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
}

/**
 * Starts `work` while another connection holds what `holdSql` locks, lets go once `waiting` connections wait
 * for a lock, and returns what the work came to. Makes a race happen every time instead of now and then.
 */
export async function raceBehindLock<T>(
  database: TestDatabase,
  { holdSql, params = [], waiting }: { holdSql: string; params?: unknown[]; waiting: number },
  work: () => Promise<T>,
): Promise<T> {
  const holder = new pg.Client({ connectionString: database.ownerUrl() })
  await holder.connect()
  try {
    await holder.query('BEGIN')
    await holder.query("SELECT set_config('daybook.ctx', 'test', true)")
    await holder.query(holdSql, params)
    const working = work()
    working.catch(() => undefined)
    await untilWaiting(database, waiting)
    await holder.query('COMMIT')
    return await working
  } finally {
    await holder.end()
  }
}

async function untilWaiting(database: TestDatabase, count: number): Promise<void> {
  const deadline = Date.now() + 10_000
  for (;;) {
    const [row] = await database.ownerQuery<{ n: number }>(
      `SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    )
    if ((row?.n ?? 0) >= count) return
    if (Date.now() > deadline) throw new Error(`Only ${row?.n} of ${count} connections came to wait for a lock`)
    await sleep(20)
  }
}
