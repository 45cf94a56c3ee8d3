/** Runs at most every so often, the last call never lost. */
export interface Throttled {
  call: () => void
  /** Runs now what still waits to be run. */
  flush: () => void
  cancel: () => void
}

/** The first call runs at once; what is called within `ms` after a run is made up for by one run at their end. */
export function throttle(run: () => void, ms: number): Throttled {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isDue = false
  const cancel = () => {
    clearTimeout(timer)
    timer = undefined
    isDue = false
  }
  const start = () => {
    isDue = false
    run()
    timer = setTimeout(() => {
      timer = undefined
      if (isDue) start()
    }, ms)
  }
  return {
    call: () => {
      if (timer === undefined) start()
      else isDue = true
    },
    flush: () => {
      if (isDue) run()
      isDue = false
    },
    cancel,
  }
}
