import process from 'node:process'
import { runInContext, systemContext } from '../context'
import { logger } from '../logger'

// A process of its own that writes log lines and ends at once, for tests of what arrives of them.

const ids = systemContext('test', { requestId: 'request-0001', correlationId: 'correlation-1' })

const error = Object.assign(
  new Error('Bearer abcdefgh12345678 refused', { cause: new Error('password=hunter2hunter2') }),
  {
    code: 'E_REFUSED',
  },
)
runInContext(ids, () =>
  logger.error('Card 4111 1111 1111 1111 was declined', {
    error,
    userId: 'user-1',
    cookie: 'session=canary',
    nested: { list: [{ apiKey: 'canary', note: 'IBAN DE89 3704 0044 0532 0130 00' }] },
    big: 10n ** 30n,
  }),
)
logger.debug('Not at this level')
for (let n = 0; n < 2_000; n += 1) logger.info(`line ${n}`, { n })
process.exit(0)
