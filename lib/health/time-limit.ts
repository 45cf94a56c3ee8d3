/**
 * What `run` answers within `limitMs`, else `'late'` at that moment, whatever `run` does then: its signal
 * fires, so that it can let go of what it holds. A failure in time is thrown, a later one is of no interest.
 */
export async function withinLimit<T>(
  limitMs: number,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<{ value: T } | 'late'> {
  const controller = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => {
      resolve('late')
      controller.abort()
    }, limitMs)
  })
  try {
    return await Promise.race([late, run(controller.signal).then((value) => ({ value }))])
  } finally {
    clearTimeout(timer)
  }
}
