import { env } from '../../env'
import { processSingleton } from '../../singleton'
import type { Counter } from './counter'
import { MemoryCounter } from './memory-counter'
import type { Policy } from './policy'
import { SharedCounter } from './shared-counter'

type Counters = Map<string, Counter>

/** The counter of a policy in this process: in memory, or in Redis where REDIS_URL says so. */
export function counterOf(policy: Policy): Counter {
  const counters = processSingleton<Counters>('rate-limit.counters', () => new Map())
  const { REDIS_URL } = env()
  // A test that changes the environment gets a counter of its own.
  const name = `${policy.name};${policy.quota};${policy.windowSeconds};${REDIS_URL ?? ''}`
  const known = counters.get(name)
  if (known) return known
  const memory = new MemoryCounter(policy)
  const made = REDIS_URL === undefined ? memory : new SharedCounter(policy, memory, REDIS_URL)
  counters.set(name, made)
  return made
}
