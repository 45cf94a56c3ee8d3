import { uuidv7 } from './ids'
import { processSingleton } from './singleton'

/** The id of this process, the same in every bundle; "Instance" has a row of it while and after it runs. */
export const instanceId = (): string => processSingleton('instance.id', () => uuidv7())
