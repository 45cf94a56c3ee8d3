import { hash } from 'node:crypto'
import { isoText } from '../../clock'
import type { JsonValue } from '../../json-value'
import { nextRandom } from '../../random'
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

/** 48 random bytes. */
export const newSalt = (): Buffer => Buffer.from(nextRandom(eventSaltBytes))

/** SHA-256(the group's part of the salt || canonical JSON of its fields that are not null). */
export function commitment(group: Group, body: Body, salt: Buffer): Buffer {
  return Buffer.from(commitmentHex(group, body, salt), 'hex')
}

/** Salt and text are put together here: the writer hashes every event, and a buffer each costs as much as the hash. */
let scratch = Buffer.allocUnsafeSlow(8_192)

function commitmentHex(group: Group, body: Body, salt: Buffer): string {
  const json = groupJson[group](body)
  // No UTF-16 unit takes more than three bytes.
  if (scratch.length < saltBytes + json.length * 3) scratch = Buffer.allocUnsafeSlow(saltBytes + json.length * 3)
  const at = groups.indexOf(group) * saltBytes
  salt.copy(scratch, 0, at, at + saltBytes)
  return hash('sha256', scratch.subarray(0, saltBytes + scratch.write(json, saltBytes)), 'hex')
}

/** Names in the order of RFC 8785; JSON.stringify leaves out what is undefined and writes texts as the RFC wants them. */
const groupJson: Record<Group, (body: Body) => string> = {
  actor: (body) =>
    JSON.stringify({
      ipAddress: body.ipAddress ?? undefined,
      userAgent: body.userAgent ?? undefined,
      userEmail: body.userEmail ?? undefined,
      userName: body.userName ?? undefined,
    }),
  content: (body) => {
    let json = ''
    for (const field of groupFields.content) {
      const value = body[field]
      if (value === null || value === undefined) continue
      json += `${json ? ',' : ''}"${field}":${typeof value === 'string' ? JSON.stringify(value) : canonicalJson(value)}`
    }
    return `{${json}}`
  },
  reference: (body) =>
    JSON.stringify({
      apiKeyId: body.apiKeyId ?? undefined,
      correlationId: body.correlationId ?? undefined,
      entityId: body.entityId ?? undefined,
      entityType: body.entityType ?? undefined,
      institutionId: body.institutionId ?? undefined,
      method: body.method ?? undefined,
      path: body.path ?? undefined,
      release: body.release ?? undefined,
      requestId: body.requestId ?? undefined,
      sourceEventId: body.sourceEventId ?? undefined,
      userId: body.userId ?? undefined,
    }),
}

/** SHA-256 over the canonical JSON of the body. Groups that were erased are given by their commitments. */
export function bodyHashOf(body: Body, salt: Buffer, erased: Partial<Commitments> = {}): Buffer {
  return Buffer.from(bodyHashHex(body, salt, erased), 'hex')
}

/** The same in hexadecimal. */
export function bodyHashHex(body: Body, salt: Buffer, erased: Partial<Commitments> = {}): string {
  const part = (group: Group) => erased[group]?.toString('hex') ?? commitmentHex(group, body, salt)
  const { action, actorType, severity, source } = body
  return hash(
    'sha256',
    `{"action":${JSON.stringify(action)},"actor":"${part('actor')}","actorType":${JSON.stringify(actorType)},"content":"${part('content')}","occurredAt":"${isoText(body.occurredAt)}","reference":"${part('reference')}","severity":${JSON.stringify(severity)},"source":${JSON.stringify(source)},"v":1}`,
    'hex',
  )
}

/** What the leaf of an event is the hash of; `recordedAt` is `createdAt` in UTC with microseconds. */
export function leafData(id: string, recordedAt: string, bodyHash: Buffer): string {
  return `{"bodyHash":"${bodyHash.toString('hex')}","id":"${id}","recordedAt":"${recordedAt}","v":1}`
}
