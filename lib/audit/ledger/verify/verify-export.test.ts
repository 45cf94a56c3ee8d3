import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { formatCheckpoint } from '../checkpoint-note'
import { bodyHashOf, leafData } from '../leaf'
import { hashLeaf } from '../merkle'
import { signerFromSeed, signNote, verifierOf } from '../signed-note'
import { verifyExport } from './verify-export'

const folder = mkdtempSync(join(tmpdir(), 'daybook-export-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const signer = signerFromSeed('daybook.test', Buffer.alloc(32, 1))
const id = '01890000-0000-7000-8000-000000000001'
const recordedAt = '2026-11-21T07:00:00.000000Z'
const salt = Buffer.alloc(48, 7)

/** A line of an export with this metadata, written as it stands here, and the checkpoint over it. */
function exportOf(metadata: string) {
  const event = {
    id,
    seq: 0,
    occurredAt: '2026-11-21T07:00:00.000Z',
    action: 'LOGIN',
    severity: 'INFO',
    source: 'daybook',
    actorType: 'system',
    description: 'a line\u2028of text',
    evidence: { recordedAt, salt: salt.toString('hex') },
  }
  const body = { ...event, occurredAt: new Date(event.occurredAt), metadata: JSON.parse(metadata) }
  const root = hashLeaf(Buffer.from(leafData(id, recordedAt, bodyHashOf(body as never, salt))))
  const checkpoint = signNote(formatCheckpoint({ origin: signer.name, size: 1, root }), signer)
  return { line: JSON.stringify(event).replace('{', `{"metadata":${metadata},`), checkpoint }
}

function verify(line: string, checkpoint: string) {
  const file = join(folder, 'export.ndjson')
  writeFileSync(file, `${line}\n`)
  return verifyExport({ file, checkpoint, verifier: verifierOf(signer) })
}

it.each([
  '{"":"","1":1,"a:":":","\\"":"\\"b\\":1,\\"b\\":2","\\\\":{"a":{"a":[{"a":null}]}}}',
  '{"constructor":1,"toString":2,"length":3}',
])('an event with odd names is proven: %s', async (metadata) => {
  const { line, checkpoint } = exportOf(metadata)
  expect((await verify(line, checkpoint)).findings).toEqual([])
})

it('a line with a name twice is refused, whichever of the two was sealed', async () => {
  const { line, checkpoint } = exportOf('{"amount":1}')
  for (const more of ['"action":"LOGOUT",', '"\\u0061ction":"LOGIN",', '"":1,"":2,'])
    await expect(verify(line.replace('{', `{${more}`), checkpoint)).rejects.toThrow('Line 1 has a name twice')
  await expect(verify(line.replace('"amount":1', '"amount":9,"amount":1'), checkpoint)).rejects.toThrow('name twice')
})

it('a line that no reader takes is called what it is', async () => {
  const { checkpoint } = exportOf('{}')
  await expect(verify(`{"a":${'['.repeat(2_000)}${']'.repeat(2_000)}}`, checkpoint)).rejects.toThrow('nested too deep')
  await expect(verify('{"a":', checkpoint)).rejects.toThrow('Line 1 is not JSON')
})
