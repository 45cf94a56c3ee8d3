import { crc32 } from 'node:zlib'
import type { AuditRow } from './row'

const headerBytes = 8
/** How every record's JSON begins; where to look for the next one behind damage. */
const beginning = Buffer.from('{"id":"')

/** One event as it stands in a segment: length and CRC-32 of the JSON (4 bytes each, big-endian), then the JSON. */
export function encodeRecord(row: AuditRow): Buffer {
  const json = Buffer.from(JSON.stringify(row))
  const header = Buffer.alloc(headerBytes)
  header.writeUInt32BE(json.length, 0)
  header.writeUInt32BE(crc32(json), 4)
  return Buffer.concat([header, json])
}

/** The events of a segment in order, and every stretch of bytes that is no whole record (usually a torn end). */
export function decodeSegment(bytes: Buffer): { rows: AuditRow[]; damaged: Buffer[] } {
  const rows: AuditRow[] = []
  const damaged: Buffer[] = []
  for (let at = 0; at < bytes.length; ) {
    const end = recordEnd(bytes, at)
    if (end !== undefined) {
      rows.push(rowOf(bytes.subarray(at + headerBytes, end)))
      at = end
    } else {
      const next = nextRecord(bytes, at)
      damaged.push(bytes.subarray(at, next))
      at = next
    }
  }
  return { rows, damaged }
}

/** Where the record that begins at `at` ends; undefined when none does. */
function recordEnd(bytes: Buffer, at: number): number | undefined {
  if (at + headerBytes > bytes.length) return undefined
  const start = at + headerBytes
  const end = start + bytes.readUInt32BE(at)
  if (end > bytes.length || !bytes.subarray(start, start + beginning.length).equals(beginning)) return undefined
  return crc32(bytes.subarray(start, end)) === bytes.readUInt32BE(at + 4) ? end : undefined
}

function nextRecord(bytes: Buffer, damagedAt: number): number {
  let found = bytes.indexOf(beginning, damagedAt + headerBytes + 1)
  while (found !== -1) {
    if (recordEnd(bytes, found - headerBytes) !== undefined) return found - headerBytes
    found = bytes.indexOf(beginning, found + 1)
  }
  return bytes.length
}

/** The checksum says that these are the bytes `encodeRecord` wrote, hence this type. */
function rowOf(json: Buffer): AuditRow {
  const row = JSON.parse(json.toString()) as AuditRow
  return { ...row, occurredAt: new Date(row.occurredAt) }
}
