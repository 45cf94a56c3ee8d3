import { jsonAnswer } from '../whole-answer'
import type { Readiness, ReadyCode } from './contract'
import { probeDatabase } from './database-probe'

/** Whether this process should get requests. While it shuts down that is known without asking the database. */
export async function readiness(isDraining: boolean): Promise<Readiness> {
  if (isDraining) return notReady('SHUTTING_DOWN')
  const found = await probeDatabase()
  if ('code' in found) return notReady(found.code)
  if (!found.isMigrated) return notReady('MIGRATIONS_PENDING')
  return { ok: true, storeBackend: 'postgres', db: { ok: true, latencyMs: found.latencyMs } }
}

/** The answer of `GET /ready`: 503 unless ready. */
export async function readinessResponse(isDraining: boolean): Promise<Response> {
  const body = await readiness(isDraining)
  return jsonAnswer(body, { status: body.ok ? 200 : 503, headers: { 'cache-control': 'no-store' } })
}

function notReady(code: ReadyCode): Readiness {
  return { ok: false, storeBackend: 'postgres', db: { ok: false, code } }
}
