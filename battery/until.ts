import { setTimeout as sleep } from 'node:timers/promises'
import type { App } from './app'
import type { Ledger } from './ledger'

/** Milliseconds until another event is acknowledged from there. */
export async function untilMore(ledger: Ledger, where: 'database' | 'spool'): Promise<number> {
  const [startedMs, before] = [performance.now(), ledger.kept[where]]
  while (ledger.kept[where] === before) {
    if (performance.now() - startedMs > 60_000) throw new Error(`Nothing came to the ${where} for 60 s`)
    await sleep(10)
  }
  return performance.now() - startedMs
}

/** Milliseconds until none of them has an event on its disk; gives up after a minute. */
export async function untilDrained(all: readonly App[]): Promise<number> {
  const startedMs = performance.now()
  const isEmpty = async () => (await Promise.all(all.map((app) => app.spooled()))).every((events) => events === 0)
  while (!(await isEmpty()) && performance.now() - startedMs < 60_000) await sleep(50)
  return performance.now() - startedMs
}
