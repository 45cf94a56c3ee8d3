const encoder = new TextEncoder()

type Options = {
  /** Ends the answer whole, as if there were nothing more to say. */
  signal?: AbortSignal
  /** How long a client may leave a chunk lying before the connection is broken; for ever when absent. */
  stalledMs?: number
  /** Called once, however it ends. */
  onEnd?: () => void
  /** Called before that when a chunk could not be made. */
  onFailure?: (error: unknown) => void
}

/** What breaks the connection. Next prints an error of any other name itself, past our log. */
class BrokenOff extends Error {
  override name = 'AbortError'
}

/**
 * Text as the body of an answer: the next chunk is made when the client has taken the one before, and no more is made
 * once it has gone. A failure of `chunks` breaks the connection, so that a part is never taken for the whole.
 */
export function byteStream(chunks: AsyncGenerator<string>, options: Options = {}): ReadableStream<Uint8Array> {
  const { signal, stalledMs } = options
  let stalled: NodeJS.Timeout | undefined
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined
  let isOver = false
  /** False when it was over already. */
  const end = () => {
    if (isOver) return false
    isOver = true
    clearTimeout(stalled)
    signal?.removeEventListener('abort', close)
    // A generator that waits is woken by the signal it was given; its end is not waited for.
    chunks.return(undefined).catch(() => {})
    options.onEnd?.()
    return true
  }
  const close = () => {
    if (end()) controller?.close()
  }
  return new ReadableStream<Uint8Array>(
    {
      start: (own) => {
        controller = own
        signal?.addEventListener('abort', close)
        if (signal?.aborted) close()
      },
      pull: async (own) => {
        clearTimeout(stalled)
        try {
          const { done, value } = await chunks.next()
          if (isOver) return
          if (done) return close()
          own.enqueue(encoder.encode(value))
          if (stalledMs !== undefined)
            stalled = setTimeout(
              () => end() && own.error(new BrokenOff('The client takes nothing any more')),
              stalledMs,
            )
        } catch (error) {
          if (isOver) return
          options.onFailure?.(error)
          if (end()) own.error(new BrokenOff('The answer broke off', { cause: error }))
        }
      },
      cancel: () => void end(),
    },
    // Nothing is made ahead of a client that may never come.
    { highWaterMark: 0 },
  )
}
