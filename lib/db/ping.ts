import { discardIdle } from './pool'
import { probe } from './probe'

/**
 * The smallest question there is; answers its milliseconds. When it is not answered before `signal` fires,
 * the idle connections are given up too: they go to the same silent server, and whoever got one of them
 * after its return (a failover tells nobody) would wait on it in vain.
 */
export async function ping(signal: AbortSignal): Promise<number> {
  try {
    return (await probe(signal, { name: 'health-ping', text: 'SELECT 1' })).queryMs
  } catch (error) {
    if (signal.aborted) discardIdle()
    throw error
  }
}
