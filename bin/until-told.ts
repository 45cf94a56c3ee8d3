const secondSignalAfterMs = 1_000

/** The process that started us, when it was npm. */
export function npmPid(): number | undefined {
  return process.env.npm_lifecycle_event ? process.ppid : undefined
}

/**
 * Resolves with the reason to stop: a signal, or the death of the npm that started us (kill -9 of npm
 * tells nobody). A second signal calls `atOnce`; npm passes a Ctrl-C on that we have already had from the
 * terminal, so a repeat within a second counts as the same.
 */
export function untilTold(atOnce: () => void): Promise<string> {
  return new Promise((resolve) => {
    let toldMs: number | undefined
    const parent = npmPid()
    const watch = setInterval(() => {
      if (parent !== undefined && process.ppid !== parent) told('npm ended')
    }, 1_000)
    const told = (reason: string) => {
      clearInterval(watch)
      if (toldMs === undefined) {
        toldMs = Date.now()
        resolve(reason)
      } else if (Date.now() - toldMs > secondSignalAfterMs) atOnce()
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => told(signal))
  })
}
