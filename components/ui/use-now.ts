'use client'

import { useCallback, useSyncExternalStore } from 'react'

interface Ticker {
  now: number
  timer: ReturnType<typeof setInterval> | undefined
  listeners: Set<() => void>
}

const tickers = new Map<number, Ticker>()

function tickerOf(intervalMs: number): Ticker {
  const known = tickers.get(intervalMs)
  if (known) return known
  const made: Ticker = { now: Date.now(), timer: undefined, listeners: new Set() }
  tickers.set(intervalMs, made)
  return made
}

function listen(intervalMs: number, listener: () => void): () => void {
  const ticker = tickerOf(intervalMs)
  ticker.listeners.add(listener)
  if (!ticker.timer) {
    ticker.now = Date.now()
    ticker.timer = setInterval(() => {
      ticker.now = Date.now()
      for (const each of ticker.listeners) each()
    }, intervalMs)
  }
  return () => {
    ticker.listeners.delete(listener)
    if (ticker.listeners.size > 0) return
    clearInterval(ticker.timer)
    ticker.timer = undefined
  }
}

/** The time in epoch ms, renewed every `intervalMs` from one timer per interval. Null on the server and while hydrating. */
export function useNow(intervalMs: number): number | null {
  const subscribe = useCallback((listener: () => void) => listen(intervalMs, listener), [intervalMs])
  return useSyncExternalStore(
    subscribe,
    () => tickerOf(intervalMs).now,
    () => null,
  )
}
