import process from 'node:process'
import { isAppError } from '../errors'
import { RequestLimit } from '../http/rate-limit'

// A process of its own that lets in as many requests as it is told to, for tests of limits that instances share. It
// holds the limit and not the route around it, because Next's modules are there for bundles and tests only.

async function ask(): Promise<number> {
  try {
    await new RequestLimit('default', undefined, '203.0.113.5').beforeLookUp()
    return 200
  } catch (error) {
    if (isAppError(error)) return error.status
    throw error
  }
}

process.on('message', (times: number) => {
  void Promise.all(Array.from({ length: times }, ask)).then((statuses) => process.send?.(statuses))
})
process.on('disconnect', () => process.exit(0))
process.send?.('ready')
