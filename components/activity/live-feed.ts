import type { Query, QueryClient } from '@tanstack/react-query'
import type { AuditEvent } from '@/lib/audit/contract'
import { followStream, type StreamState } from './event-stream'
import { type Feed, withLive, withMissing } from './feed'
import type { ActivityFilters } from './filters'
import { feedQuery, isNewest, isNumbers, streamAddress } from './queries'
import { throttle } from './throttle'

/** A burst is painted a few times a second, not for each event. */
const mergeMs = 250
/** How often the numbers beside the feed are asked for while events come. */
const numbersMs = 5_000
const retryMs = 5_000

/**
 * Merges what the stream tells into the loaded feed of these filters, until the returned function is called. The one
 * place where the stream meets the cache.
 */
export function followFeed(
  client: QueryClient,
  filters: ActivityFilters,
  onState: (state: StreamState) => void,
): () => void {
  const { queryKey } = feedQuery(filters)
  const read = () => client.getQueryData<Feed>(queryKey)
  const update = (change: (feed: Feed) => Feed) => client.setQueryData<Feed>(queryKey, (feed) => feed && change(feed))
  const numbers = refreshedNumbers(client)
  const catchUp = repeated(async () => {
    await client.refetchQueries({ queryKey, exact: true })
    return !read()?.waiting
  }, retryMs)
  let arrived: AuditEvent[] = []
  const merge = throttle(() => {
    const events = arrived
    arrived = []
    update((feed) => withLive(feed, events, Date.now()))
    numbers.call(events.some(({ severity }) => severity === 'ERROR' || severity === 'CRITICAL'))
  }, mergeMs)

  const stop = followStream(() => streamAddress(filters, read()?.seenTo), {
    onState: (state) => {
      onState(state)
      // What failed while the server was away is asked for again at once; when it goes, asking tells whether it is away.
      if (state === 'open')
        void client.refetchQueries({ type: 'active', predicate: ({ state: { error } }) => error !== null })
      else void client.refetchQueries({ queryKey, exact: true })
    },
    onEvent: (event) => {
      arrived.push(event)
      merge.call()
    },
    onReset: (lastSeq) => {
      merge.flush()
      update((feed) => withMissing(feed, lastSeq))
      catchUp.start()
      numbers.call(true)
    },
  })
  return () => {
    stop()
    merge.flush()
    for (const each of [merge, numbers, catchUp]) each.cancel()
  }
}

/** Asks for what stands beside the feed, now and then; for the newest trouble only when there may be some. */
function refreshedNumbers(client: QueryClient) {
  let isTrouble = false
  const { call, cancel } = throttle(() => {
    const isChanged = ({ queryKey: key }: Query) => isNumbers(key) || (isTrouble && isNewest(key))
    void client.refetchQueries({ type: 'active', predicate: isChanged })
    isTrouble = false
  }, numbersMs)
  return {
    call: (hasTrouble: boolean) => {
      isTrouble ||= hasTrouble
      call()
    },
    cancel,
  }
}

/** Tries until it worked, with a pause in between. */
function repeated(attempt: () => Promise<boolean>, pauseMs: number) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let runs = 0
  const cancel = () => {
    runs += 1
    clearTimeout(timer)
  }
  const start = () => {
    cancel()
    const run = runs
    void attempt().then((isDone) => {
      if (!isDone && run === runs) timer = setTimeout(start, pauseMs)
    })
  }
  return { start, cancel }
}
