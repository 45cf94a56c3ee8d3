import { nextRandom } from './random'

let lastMs = -1
let lastTail = 0

/**
 * A UUIDv7 (RFC 9562 §5.7) whose 48-bit time is `at`. Within one process and millisecond the ids
 * ascend (12-bit counter in rand_a, RFC 9562 §6.2 method 1), so that feed order is write order.
 */
export function uuidv7(at: Date = new Date()): string {
  const ms = at.getTime()
  const bytes = nextRandom(16)
  bytes.writeUIntBE(ms, 0, 6)
  if (ms === lastMs && lastTail < 0xfff) lastTail += 1
  else lastTail = ((bytes[6] ?? 0) & 0x07) * 256 + (bytes[7] ?? 0)
  lastMs = ms
  bytes[6] = 0x70 | (lastTail >> 8)
  bytes[7] = lastTail & 0xff
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** The smallest UUID of the given millisecond: bound for ranges over a UUIDv7 key. */
export function uuidv7Floor(at: Date): string {
  const hex = at.getTime().toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export function isUuid(value: string): boolean {
  return uuidPattern.test(value)
}

/** A key of ours is no id, wherever a client may have put it: ids stand in every line and event. */
const requestIdPattern = /^(?!.*dbk_)[A-Za-z0-9._-]{8,128}$/

/** Keeps a request or correlation id that a caller sent if it is well-formed and no key, else makes a UUIDv7. */
export function requestIdFrom(value: string | null | undefined): string {
  return value && requestIdPattern.test(value) ? value : uuidv7()
}
