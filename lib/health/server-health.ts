import { env } from '../env'
import { release } from '../release'
import { jsonAnswer } from '../whole-answer'
import type { Liveness, Ping, ServerHealth } from './contract'
import { probeDatabase } from './database-probe'

/** Touches nothing outside the process. */
export const liveness = (): Liveness => ({ status: 'ok', service: 'daybook', storeBackend: 'postgres' })

/** Touches nothing outside the process. */
export const ping = (now = new Date()): Ping => ({
  success: true,
  data: { message: 'pong', timestamp: now.toISOString() },
  message: 'Server is alive',
})

/** The process and its database in a few words. */
export async function serverHealth(now = new Date()): Promise<ServerHealth> {
  const found = await probeDatabase()
  const answers = 'latencyMs' in found
  const status = answers ? 'healthy' : 'unhealthy'
  return {
    success: answers,
    data: {
      status,
      timestamp: now.toISOString(),
      uptime: Math.round(process.uptime() * 1_000) / 1_000,
      environment: env().NODE_ENV,
      version: release(),
      database: answers ? { status, latencyMs: found.latencyMs } : { status },
    },
    message: answers ? 'Server is healthy' : 'The database does not answer',
  }
}

/** The answer of `GET /api/health`: 503 while the database does not answer. */
export async function serverHealthResponse(): Promise<Response> {
  const body = await serverHealth()
  return jsonAnswer(body, { status: body.success ? 200 : 503, headers: { 'cache-control': 'no-store' } })
}
