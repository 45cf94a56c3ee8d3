import { processSingleton } from '../singleton'

type Slot<T> = { running?: Promise<T> | undefined; done?: { value: T; freshUntilMs: number } }

/**
 * The result of `compute`, computed once at a time in this process and shared for `ttlMs` after it was
 * ready: any number of callers costs no more than one. A failure is told to all who waited and not kept.
 */
export function share<T>(name: string, ttlMs: number, compute: () => Promise<T>): Promise<T> {
  const slot = processSingleton<Slot<T>>(`health.share.${name}`, () => ({}))
  if (slot.done && performance.now() < slot.done.freshUntilMs) return Promise.resolve(slot.done.value)
  slot.running ??= compute()
    .then((value) => {
      slot.done = { value, freshUntilMs: performance.now() + ttlMs }
      return value
    })
    .finally(() => {
      slot.running = undefined
    })
  return slot.running
}
