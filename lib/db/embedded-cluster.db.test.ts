import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { withClient } from './direct'
import { openCluster } from './embedded-cluster'

const folder = join(import.meta.dirname, `../../.daybook-test/revive-${process.pid}`)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const serverPid = () => Number(readFileSync(join(folder, 'postgres/postmaster.pid'), 'utf8').split('\n')[0])

it('comes back at its address with everything committed after its first process was killed', async () => {
  const cluster = await openCluster(folder)
  try {
    const url = cluster.ownerUrl('postgres')
    await withClient(url, (client) => client.query('CREATE TABLE kept AS SELECT 42 AS answer'))
    expect(await cluster.revive(), 'nothing to do while it runs').toBe(false)
    // A backend that is busy does not notice at once: the new server must wait for it.
    const busy = withClient(url, (client) => client.query('SELECT pg_sleep(2)')).catch((error: unknown) =>
      String(error),
    )
    await new Promise((resolve) => setTimeout(resolve, 300))
    process.kill(serverPid(), 'SIGKILL')
    const started = performance.now()
    while (!(await cluster.revive())) await new Promise((resolve) => setTimeout(resolve, 100))
    expect(performance.now() - started).toBeLessThan(30_000)
    await busy
    const { rows } = await withClient(url, (client) => client.query('SELECT answer FROM kept'))
    expect(rows).toEqual([{ answer: 42 }])
  } finally {
    await cluster.release()
  }
}, 60_000)

it('is adopted, not started twice, by a second holder, and stops with the last one', async () => {
  const first = await openCluster(folder)
  const pid = serverPid()
  const second = await openCluster(folder)
  expect([second.started, serverPid()]).toEqual([false, pid])
  await second.release()
  // Both holders are this one process, so its mark is gone with the first release: the server has stopped.
  await expect(withClient(first.ownerUrl('postgres'), async () => {})).rejects.toThrow()
})
