import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { expect, test, vi } from 'vitest'
import { AuditAction, logSuccess } from '../audit'
import { getPool } from '../db'
import { setErrorReporter } from '../error-reports'
import { logger } from '../logger'
import { recordRequest } from '../metrics/request-writer'
import { useDatabase } from '../testing/database'
import { drain, watchConnections } from './drain'

const database = useDatabase()

test('what was logged and counted before the end is committed before the pool closes', async () => {
  recordRequest({ method: 'GET', route: '/api/leads', status: 200, durationMs: 12, correlationId: 'drain-test' })
  const flushes: unknown[] = []
  setErrorReporter({
    capture: () => undefined,
    flush: async (limitMs) => flushes.push({ limitMs, isPoolClosed: getPool().ended }),
  })
  const logged = Array.from({ length: 1_500 }, (_, i) => logSuccess(AuditAction.SYSTEM_STOPPED, `event ${i}`))
  const isClosed = drain(createServer(), 'SIGTERM', async () => {}).then(() => getPool().ended)
  const results = await Promise.all(logged)
  expect(await isClosed).toBe(true)
  // Reports leave last, so that those of the shutdown itself are among them.
  expect(flushes).toEqual([{ limitMs: 2_000, isPoolClosed: true }])
  expect(new Set(results.map(({ stored }) => stored))).toEqual(new Set(['database']))
  const [row] = await database.ownerQuery<{ n: number }>(`SELECT count(*)::int AS n FROM "AuditLog"`)
  expect(row?.n).toBe(1_500)
  const counted = `SELECT "count" FROM "RequestMinute" WHERE "route" = '/api/leads'`
  expect(await database.ownerQuery(counted)).toEqual([{ count: 1 }])
})

test('a connection that was opened in advance and never asked anything holds nothing up', async () => {
  const server = createServer()
  watchConnections(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const early = connect((server.address() as AddressInfo).port, '127.0.0.1')
  await once(server, 'connection')
  const lines = vi.spyOn(logger, 'info')
  const startedMs = performance.now()
  await Promise.all([drain(server, 'SIGTERM', async () => {}), once(early, 'close')])
  // The limit for requests under way is 10 s.
  expect(performance.now() - startedMs).toBeLessThan(8_000)
  expect(lines).toHaveBeenCalledWith('SHUTDOWN_HTTP_DRAINED', expect.objectContaining({ cut: 0 }))
  lines.mockRestore()
})
