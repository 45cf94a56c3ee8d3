import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemContext } from '../../context'
import { type AuditRow, buildAuditRow } from './row'
import { Spool, type SpoolLimits } from './spool'
import { folderFacts } from './spool-folder'
import { decodeSegment, encodeRecord } from './spool-record'

let folder: string
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'daybook-spool-')), 'spool')
})
afterEach(() => rmSync(join(folder, '..'), { recursive: true, force: true }))

function event(description: string): AuditRow {
  const metadata = { amount: 499, text: 'Grüße 🎓' }
  const row = buildAuditRow(systemContext('test'), { action: 'LEAD_UPDATED', description, metadata })
  if (!row) throw new Error('There is always a row')
  return row
}
const events = (count: number) => Array.from({ length: count }, (_, i) => event(`event ${i}`))
const files = () => readdirSync(folder).sort()
const limits = (changed: Partial<SpoolLimits>) => ({ segmentBytes: 2 ** 20, totalBytes: 2 ** 30, ...changed })

async function readAll(spool: Spool): Promise<AuditRow[]> {
  const rows: AuditRow[] = []
  for (let segment = await spool.oldest(); segment; segment = await spool.oldest()) {
    rows.push(...((await spool.read(segment))?.rows ?? []))
    await spool.remove(segment)
  }
  return rows
}

test('what is appended at once comes back whole and in order, times included', async () => {
  const spool = new Spool(folder)
  const rows = events(50)
  await Promise.all(rows.map((row) => spool.append([row])))
  expect(spool.stats()).toMatchObject({ events: 50 })
  expect(await readAll(spool)).toEqual(rows)
  expect(files()).toEqual([])
})

test('an end torn at any byte costs that one event only and is told', () => {
  const [first, second, last] = [event('first'), event('second'), event('last')]
  const before = Buffer.concat([encodeRecord(first), encodeRecord(second)])
  const record = encodeRecord(last)
  for (let length = 1; length < record.length; length += 1) {
    const { rows, damaged } = decodeSegment(Buffer.concat([before, record.subarray(0, length)]))
    expect(rows).toEqual([first, second])
    expect(Buffer.concat(damaged)).toEqual(record.subarray(0, length))
  }
  expect(decodeSegment(Buffer.concat([before, record]))).toEqual({ rows: [first, second, last], damaged: [] })
})

test('a flipped bit anywhere in an event costs that one event only', () => {
  const rows = [event('first'), event('second'), event('last')]
  const [first, second, last] = rows.map(encodeRecord) as [Buffer, Buffer, Buffer]
  for (let at = 0; at < second.length; at += 1) {
    const flipped = Buffer.from(second)
    flipped.writeUInt8(flipped.readUInt8(at) ^ 0x10, at)
    const { rows: read, damaged } = decodeSegment(Buffer.concat([first, flipped, last]))
    expect(read).toEqual([rows[0], rows[2]])
    expect(Buffer.concat(damaged)).toEqual(flipped)
  }
})

test('a segment that has reached its size is followed by another', async () => {
  const spool = new Spool(folder, limits({ segmentBytes: 2_000 }))
  const rows = events(20)
  for (const row of rows) await spool.append([row])
  expect(files().length).toBeGreaterThan(3)
  expect(await readAll(spool)).toEqual(rows)
})

test('beyond its limit the spool takes nothing, and takes again after a replay', async () => {
  const spool = new Spool(folder, limits({ totalBytes: 3_000 }))
  const outcomes = []
  for (const row of events(20))
    outcomes.push(
      await spool.append([row]).then(
        () => 'kept',
        () => 'refused',
      ),
    )
  expect(outcomes[0]).toBe('kept')
  expect(outcomes.at(-1)).toBe('refused')
  expect((await folderFacts(folder)).bytes).toBeLessThanOrEqual(3_000)
  await readAll(spool)
  await spool.append(events(1))
})

test('a disk that refuses is an error and not a promise', async () => {
  writeFileSync(folder, 'a file where the folder should be')
  await expect(new Spool(folder).append(events(1))).rejects.toThrow()
})

test('nobody else on the machine can read it', async () => {
  const spool = new Spool(folder)
  await spool.append(events(1))
  expect(statSync(folder).mode & 0o777).toBe(0o700)
  for (const file of files()) expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600)
})

test('the segments of a running process stay its own, those of an ended one are taken over once', async () => {
  const living = new Spool(folder)
  const rows = events(3)
  await living.append(rows)
  const other = new Spool(folder)
  expect(await other.adopt()).toBe(0)
  for (const name of files()) renameSync(join(folder, name), join(folder, name.replace(/\.\d+\./, '.4194304.')))
  const heirs = [new Spool(folder), new Spool(folder)]
  const taken = await Promise.all(heirs.map((heir) => heir.adopt()))
  expect(taken.sort()).toEqual([0, 1])
  expect((await Promise.all(heirs.map(readAll))).flat()).toEqual(rows)
})

test('an owner whose segment was taken writes what it has to acknowledge once more', async () => {
  const spool = new Spool(folder)
  await spool.append([event('before')])
  const [name = ''] = files()
  const taken = join(folder, 'taken by another machine')
  renameSync(join(folder, name), taken)
  const late = event('after')
  await spool.append([late])
  expect(await readAll(spool)).toEqual([late])
  expect(decodeSegment(readFileSync(taken)).rows.at(-1)).toEqual(late)
})
