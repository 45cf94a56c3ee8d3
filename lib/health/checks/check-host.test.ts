import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { setEnv } from '../../env'
import { checkDisk, rateDisk } from './check-disk'
import { checkMemory, rateMemory } from './check-memory'

const folder = mkdtempSync(join(tmpdir(), 'daybook-disk-'))
const signal = AbortSignal.timeout(60_000)

afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a disk is degraded above 85 % and unhealthy above 95 %, by the fullest', () => {
  const full = (used: number) =>
    rateDisk([
      { name: 'spool', used: 0.1 },
      { name: 'backups', used },
    ]).status
  expect(full(0.85)).toBe('healthy')
  expect(full(0.851)).toBe('degraded')
  expect(full(0.95)).toBe('degraded')
  expect(full(0.951)).toBe('unhealthy')
})

test('a database disk of unknown size is said so, and does not hide a full local disk', () => {
  expect(rateDisk([{ name: 'spool', used: 0.1 }], 'Not known')).toEqual({
    status: 'unknown',
    message: 'Not known',
    counts: { spool: '10%' },
  })
  expect(rateDisk([{ name: 'spool', used: 0.96 }], 'Not known').status).toBe('unhealthy')
})

test('an external database without DATABASE_DISK_BYTES is unknown; folders not yet made count as their parent', async () => {
  setEnv({ DATABASE_URL: 'postgresql://me:secret@db.example.com:5432/daybook', DAYBOOK_DATA_DIR: join(folder, 'a/b') })
  const result = await checkDisk.run(signal)
  expect(result).toMatchObject({ status: 'unknown', message: expect.stringContaining('DATABASE_DISK_BYTES') })
  expect(Object.keys(result.counts ?? {})).toEqual(['spool', 'backups'])
})

test('the embedded database is known by its remembered port and looked at in its folder', async () => {
  const data = mkdtempSync(join(tmpdir(), 'daybook-embedded-'))
  writeFileSync(join(data, 'postgres.json'), JSON.stringify({ port: 5555 }))
  setEnv({ DATABASE_URL: 'postgresql://me:secret@127.0.0.1:5555/daybook', DAYBOOK_DATA_DIR: data })
  expect(Object.keys((await checkDisk.run(signal)).counts ?? {})).toEqual(['spool', 'backups', 'database'])
  rmSync(data, { recursive: true })
})

test('memory is degraded above 90 % of the limit of the heap', async () => {
  const used = (heapUsedBytes: number) => rateMemory({ rssBytes: 1, heapUsedBytes, heapLimitBytes: 1_000 }).status
  expect(used(900)).toBe('healthy')
  expect(used(901)).toBe('degraded')
  expect((await checkMemory.run(signal)).status).toBe('healthy')
})
