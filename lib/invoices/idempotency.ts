import { createHash } from 'node:crypto'
import type { Actor, Context } from '../context'
import { getDb, type Prisma, type Tx } from '../db'
import { reusedKey } from './idempotency-key'

/** A request that must not happen twice: whose it is, its key, and what it asked for. */
export type Call = { scope: string; key: string; requestHash: Uint8Array<ArrayBuffer> }

/** Keys are a caller's own: the same key of two people names two requests. `request` is all that was asked for. */
export function makeCall(ctx: Context, operation: string, key: string, request: Record<string, unknown>): Call {
  const sorted = Object.entries(request).sort(([a], [b]) => (a < b ? -1 : 1))
  const requestHash = new Uint8Array(createHash('sha256').update(JSON.stringify(sorted)).digest())
  return { scope: `${operation}:${callerOf(ctx.actor)}`, key, requestHash }
}

function callerOf(actor: Actor): string {
  if ('id' in actor) return `${actor.type}:${actor.id}`
  return 'name' in actor ? `${actor.type}:${actor.name}` : actor.type
}

/** The first answer to this call if it was answered. Throws INVALID_INPUT when the key stood for another request. */
export async function findAnswer(db: Tx, call: Call): Promise<unknown> {
  const { scope, key } = call
  const row = await db.idempotencyKey.findUnique({ where: { scope_key: { scope, key } } })
  if (!row) return undefined
  if (Buffer.compare(row.requestHash, call.requestHash) !== 0) throw reusedKey()
  return row.response ?? undefined
}

/** The same outside a transaction. */
export function findStoredAnswer(call: Call): Promise<unknown> {
  return findAnswer(getDb(), call)
}

/**
 * Makes this transaction the one that answers the call; the insert is the lock. While another transaction
 * holds the key this waits for its end. Returns the first answer if there is one, else undefined: go on.
 */
export async function claimCall(tx: Tx, ctx: Context, call: Call): Promise<unknown> {
  const claimed = await tx.idempotencyKey.createMany({ data: { ...call, createdAt: ctx.now() }, skipDuplicates: true })
  if (claimed.count === 1) return undefined
  const answer = await findAnswer(tx, call)
  if (answer === undefined) throw new Error('A committed idempotency key has no answer')
  return answer
}

/** Keeps the answer of a claimed call; committed together with what it tells of. */
export async function storeAnswer(tx: Tx, call: Call, response: Prisma.InputJsonValue): Promise<void> {
  const { scope, key } = call
  await tx.idempotencyKey.update({ where: { scope_key: { scope, key } }, data: { response } })
}
