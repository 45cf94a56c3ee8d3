import { setTimeout as sleep } from 'node:timers/promises'
import { minuteMs } from '../../lib/clock'
import { NoAnswer } from './browser'
import { type Deed, Office } from './office'

export type LiveOptions = {
  base: URL
  /** Acts a minute. */
  pace: number
  seed: number
  /** Stops after so many acts; without it only the signal stops. */
  count: number | undefined
  /** The owner's login, for the crash now and then. */
  ownerUrl: string
  signal: AbortSignal
  onDeed: (deed: Deed) => void
  /** Told once whenever the address stops answering. */
  onSilence: () => void
}

/** Long enough for a restart with a build. */
const silenceLimitMs = 2 * minuteMs

/** Works like the school's staff until told to stop. Throws when nobody answers for two minutes. */
export async function workLive(options: LiveOptions): Promise<void> {
  const { pace, count = Number.POSITIVE_INFINITY, signal } = options
  const office = new Office(options)
  for (let acts = 1; acts <= count && !signal.aborted; acts += 1) {
    const deed = await patiently(options, () => office.act())
    if (!deed) return
    options.onDeed(deed)
    if (acts < count) await pause((minuteMs / pace) * (0.5 + Math.random()), signal)
  }
}

/** Tries again while nobody answers; undefined when told to stop meanwhile. */
async function patiently<T>({ signal, onSilence }: LiveOptions, run: () => Promise<T>): Promise<T | undefined> {
  const deadline = Date.now() + silenceLimitMs
  for (let isFirst = true; !signal.aborted; isFirst = false) {
    try {
      return await run()
    } catch (error) {
      if (!(error instanceof NoAnswer) || Date.now() > deadline) throw error
      if (isFirst) onSilence()
      await pause(2_000, signal)
    }
  }
  return undefined
}

/** Ends early, and without an error, when told to stop. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined)
}
