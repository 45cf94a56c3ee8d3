import { setTimeout as sleep } from 'node:timers/promises'
import { getPool } from '../../db'
import { logger } from '../../logger'
import type { AuditEvent } from '../contract'
import { treeSize } from '../ledger/seal'
import { byteStream } from './byte-stream'
import { type Feed, getFeed } from './feed'
import { heartbeat, hello, position, resetFrame } from './sse'
import { maxBehind, type Tail } from './tail'
import { type Access, watchAccess } from './watch-access'

/** Times of a stream; a test makes them short. */
export const streamTimes = {
  heartbeatMs: 15_000,
  /** The session is looked at so often that its end takes effect within 10 s, also on a slow machine. */
  recheckMs: 3_000,
  /** A client that leaves data lying for so long is given up. */
  stalledMs: 30_000,
}

type Follower = {
  /** The last place that the client knows; without one it is told of new events only. */
  lastSeq?: number | undefined
  matches: (event: AuditEvent) => boolean
  isAllowed: () => Promise<boolean>
  /** Fires when the client goes away. */
  gone: AbortSignal
}

/**
 * New events as server-sent events, in the order of sealing and none left out, until the client goes away, may no
 * longer see them, or the process ends. Throws UNAVAILABLE when too many are open.
 */
export function openStream(
  { lastSeq, matches, isAllowed, gone }: Follower,
  times = streamTimes,
  feed: Feed = getFeed(),
): ReadableStream<Uint8Array> {
  const { tail, leave } = feed.join()
  const over = new AbortController()
  const signal = AbortSignal.any([gone, feed.closing, over.signal])
  const access = watchAccess(isAllowed, { everyMs: times.recheckMs, lost: () => over.abort(), signal })
  const chunks = frames(tail, { lastSeq, matches, access, signal }, times)
  const onEnd = () => {
    over.abort()
    leave()
  }
  return byteStream(chunks, { signal, stalledMs: times.stalledMs, onEnd })
}

type Told = Pick<Follower, 'lastSeq' | 'matches'> & { access: Access; signal: AbortSignal }

async function* frames(
  tail: Tail,
  { lastSeq, matches, access, signal }: Told,
  { heartbeatMs, recheckMs }: typeof streamTimes,
): AsyncGenerator<string> {
  const pauseMs = Math.min(heartbeatMs, recheckMs)
  yield hello
  while (tail.size === undefined && !signal.aborted) await tail.changed(undefined, pauseMs, signal)
  let next = lastSeq === undefined ? (tail.size ?? 0) : lastSeq + 1
  let toldAtMs = performance.now()
  yield position(next - 1)
  while (!signal.aborted) {
    await tail.changed(next, pauseMs, signal)
    const step = access.isSure() ? await nextStep(tail, next, matches) : undefined
    // Nothing may be told or could be read: what is waiting to be told must not turn this into a busy loop.
    if (!step) await sleep(pauseMs, undefined, { signal }).catch(() => {})
    next = step?.next ?? next
    const isDue = performance.now() - toldAtMs >= heartbeatMs
    const text = step?.text || (isDue ? heartbeat + position(next - 1) : '')
    if (text === '') continue
    toldAtMs = performance.now()
    yield text
  }
}

type Step = { next: number; text: string }

/** What is to be said to somebody who knows all before place `from`. Undefined when it cannot be read at the moment. */
async function nextStep(tail: Tail, from: number, matches: Told['matches']): Promise<Step | undefined> {
  const size = tail.size ?? from
  if (size - from > maxBehind) return { next: size, text: resetFrame(size - 1) }
  try {
    // Another process may have told of more than this one has seen yet. Otherwise it was told by a database that has
    // since been put back to an earlier state.
    if (from > size && from <= (await treeSize(getPool()))) return undefined
    if (from > size) return { next: size, text: resetFrame(size - 1) }
    const { events, next } = await tail.read(from)
    const matching = events.filter(({ event }) => matches(event))
    return { next, text: matching.map(({ frame }) => frame).join('') }
  } catch (error) {
    logger.debug('A stream could not be caught up', { error })
    return undefined
  }
}
