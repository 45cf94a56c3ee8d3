import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { GET as proof } from '../../../app/api/audit-logs/[id]/proof/route'
import { GET as key } from '../../../app/api/audit-logs/checkpoint/key/route'
import { GET as checkpoint } from '../../../app/api/audit-logs/checkpoint/route'
import { useDatabase } from '../../testing/database'
import { signedInAs } from '../../testing/session'
import { AuditAction, logSuccess } from '..'
import { type Checkpoint, parseCheckpoint } from './checkpoint-note'
import { hashLeaf } from './merkle'
import { verifyInclusion } from './merkle-proof'
import { untilSealed } from './sealer'
import { openNote, parseVerifierKey } from './signed-note'
import { parseProof, type TlogProof } from './tlog-proof'

const db = useDatabase()
let cookie = ''
beforeAll(async () => {
  cookie = await signedInAs('FOUNDER')
})

const ask = (handler: typeof proof, path: string, id = '') =>
  handler(new Request(`http://localhost:3000${path}`, { headers: { cookie } }), { params: Promise.resolve({ id }) })
const askProof = (id: string) => ask(proof, `/api/audit-logs/${id}/proof`, id)
const askCheckpoint = () => ask(checkpoint, '/api/audit-logs/checkpoint')

const log = async (description: string) => (await logSuccess(AuditAction.LEAD_CREATED, description)).id

/** Seals what waits and signs, as if the last checkpoint were of yesterday. */
async function sealAndSign(): Promise<void> {
  await db.ownerQuery(`SET session_replication_role = replica;
    UPDATE "AuditCheckpoint" SET "createdAt" = now() - interval '1 day'; UPDATE "Lease" SET "expiresAt" = now()`)
  await untilSealed()
}

async function verifier() {
  return parseVerifierKey((await (await ask(key, '/api/audit-logs/checkpoint/key')).text()).trimEnd())
}

/** What somebody knows who has the file and the public key. */
async function look(response: Response): Promise<TlogProof & Checkpoint & { holds: boolean }> {
  const found = parseProof(await response.text())
  const { origin, size, root } = parseCheckpoint(openNote(found.checkpoint, await verifier()).text)
  const leaf = hashLeaf(found.extra ?? Buffer.of())
  return { ...found, origin, size, root, holds: verifyInclusion(leaf, found.index, size, found.hashes, root) }
}

describe('the checkpoint', () => {
  it('is not there before the first', async () => {
    const response = await askCheckpoint()
    expect([response.status, response.headers.get('content-type')]).toEqual([404, 'application/problem+json'])
  })

  it('is the newest signed note, for anybody, cacheable for a few seconds', async () => {
    await log('one')
    await sealAndSign()
    await log('two')
    await sealAndSign()
    const response = await askCheckpoint()
    expect([response.status, response.headers.get('content-type'), response.headers.get('cache-control')]).toEqual([
      200,
      'text/plain; charset=utf-8',
      'public, max-age=5',
    ])
    const [sealed] = await db.ownerQuery<{ size: number }>('SELECT count(*)::int AS size FROM "AuditLeaf"')
    expect(parseCheckpoint(openNote(await response.text(), await verifier()).text).size).toBe(sealed?.size)
  })
})

describe('a proof', () => {
  it('leads every event to the newest checkpoint, with nothing but the public key', async () => {
    const ids = await Promise.all(Array.from({ length: 300 }, (_, i) => log(`event ${i}`)))
    await sealAndSign()
    for (const id of [ids[0], ids[128], ids[299]].map(String)) {
      const response = await askProof(id)
      expect(response.headers.get('content-disposition')).toBe(`attachment; filename="${id}.tlog-proof"`)
      const { holds, extra } = await look(response)
      expect(holds).toBe(true)
      expect(JSON.parse(String(extra))).toMatchObject({ id, v: 1 })
    }
  })

  it('holds for what a trigger wrote, whose salt stands with its leaf', async () => {
    await db.ownerQuery(`INSERT INTO "Setting" ("key", "value", "updatedAt") VALUES ('x', '{"n": 0.10}', now())`)
    await sealAndSign()
    const [row] = await db.ownerQuery<{ id: string }>(
      `SELECT "id" FROM "AuditLog" WHERE "action" = 'OUT_OF_BAND_CHANGE'`,
    )
    expect((await look(await askProof(String(row?.id)))).holds).toBe(true)
  })

  it.each([
    ['a value', `"description" = 'something else'`],
    ['its salt', `"salt" = NULL`],
    ['the time of recording', `"createdAt" = "createdAt" + interval '1 microsecond'`],
  ])('is not given for a row of which somebody changed %s', async (_, change) => {
    const id = await log('honest')
    await sealAndSign()
    await db.ownerQuery(`SET session_replication_role = replica; UPDATE "AuditLog" SET ${change} WHERE "id" = '${id}'`)
    const response = await askProof(id)
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ detail: expect.stringContaining('Somebody altered it') })
  })

  it('is not given for what there is not', async () => {
    expect((await askProof(randomUUID())).status).toBe(404)
    const id = await log('removed')
    await sealAndSign()
    await db.ownerQuery(`SET session_replication_role = replica; DELETE FROM "AuditLog" WHERE "id" = '${id}'`)
    const response = await askProof(id)
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ detail: expect.stringContaining('not in the trail any more') })
  })

  it('comes after the next checkpoint: 409 with when to ask again', async () => {
    await sealAndSign()
    const id = await log('new')
    const waiting = await askProof(id)
    await untilSealed()
    const sealed = await askProof(id)
    for (const response of [waiting, sealed]) {
      expect([response.status, response.headers.get('content-type')]).toEqual([409, 'application/problem+json'])
      const seconds = Number(response.headers.get('retry-after'))
      expect(seconds).toBeGreaterThan(50)
      expect(seconds).toBeLessThanOrEqual(60)
    }
    await sealAndSign()
    expect((await look(await askProof(id))).holds).toBe(true)
  })
})
