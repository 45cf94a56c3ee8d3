import { hash, randomFillSync } from 'node:crypto'
import type { JsonValue } from '../json-value'
import { canonicalJson } from './canonical-json'

/**
 * What the ledger says about an event (docs/ledger.md). Values that can name a person enter as commitments
 * SHA-256(salt || canonical JSON), in three groups, so that erasing a group leaves the proof whole. Sorted by name,
 * as RFC 8785 wants them.
 */
export const groupFields = {
  actor: ['ipAddress', 'userAgent', 'userEmail', 'userName'],
  content: ['after', 'before', 'description', 'errorMessage', 'errorStack', 'metadata'],
  reference: [
    'apiKeyId',
    'correlationId',
    'entityId',
    'entityType',
    'institutionId',
    'method',
    'path',
    'release',
    'requestId',
    'sourceEventId',
    'userId',
  ],
} as const

export type Group = keyof typeof groupFields
export const groups = ['actor', 'content', 'reference'] as const satisfies readonly Group[]

type Field = (typeof groupFields)[Group][number]

/** The values of an event that its hash covers. A field that is absent counts as null. */
export type Body = {
  occurredAt: Date
  action: string
  severity: string
  source: string
  actorType: string
} & { [field in Field]?: JsonValue }

/** Commitments of the three groups, 32 bytes each. */
export type Commitments = Record<Group, Buffer>

const saltBytes = 16

/** Bytes of an event's salt: 16 for each group, in the order of `groups`. */
export const eventSaltBytes = saltBytes * groups.length

const pool = Buffer.alloc(eventSaltBytes * 256)
let poolAt = pool.length

/** 48 random bytes. Drawn in bulk: one at a time costs as much as the hashes. */
export function newSalt(): Buffer {
  if (poolAt === pool.length) {
    randomFillSync(pool)
    poolAt = 0
  }
  poolAt += eventSaltBytes
  return Buffer.from(pool.subarray(poolAt - eventSaltBytes, poolAt))
}

/** SHA-256(the group's part of the salt || canonical JSON of its fields that are not null). */
export function commitment(group: Group, body: Body, salt: Buffer): Buffer {
  const at = groups.indexOf(group) * saltBytes
  return sha256(Buffer.concat([salt.subarray(at, at + saltBytes), Buffer.from(groupJson(group, body))]))
}

function groupJson(group: Group, body: Body): string {
  let json = ''
  for (const field of groupFields[group]) {
    const value = body[field]
    if (value !== null && value !== undefined) json += `${json ? ',' : ''}"${field}":${canonicalJson(value)}`
  }
  return `{${json}}`
}

/** SHA-256 over the canonical JSON of the body. Groups that were erased are given by their commitments. */
export function bodyHashOf(body: Body, salt: Buffer, erased: Partial<Commitments> = {}): Buffer {
  const part = (group: Group) => (erased[group] ?? commitment(group, body, salt)).toString('hex')
  const json =
    `{"action":${JSON.stringify(body.action)},"actor":"${part('actor')}","actorType":${JSON.stringify(body.actorType)},` +
    `"content":"${part('content')}","occurredAt":"${body.occurredAt.toISOString()}","reference":"${part('reference')}",` +
    `"severity":${JSON.stringify(body.severity)},"source":${JSON.stringify(body.source)},"v":1}`
  return sha256(json)
}

/** What the leaf of an event is the hash of; `recordedAt` is `createdAt` in UTC with microseconds. */
export function leafData(id: string, recordedAt: string, bodyHash: Buffer): string {
  return `{"bodyHash":"${bodyHash.toString('hex')}","id":"${id}","recordedAt":"${recordedAt}","v":1}`
}

function sha256(data: string | Buffer): Buffer {
  return hash('sha256', data, 'buffer')
}
