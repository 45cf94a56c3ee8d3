import { DirectPath, OutsidePing } from '../alerts/direct'
import { getEvaluator } from '../alerts/evaluate'
import { env } from '../env'
import { send } from '../outbound'
import { processSingleton } from '../singleton'
import { isDraining } from './lifecycle'

/** The direct path of this process, for a database that is away. */
export const getDirectPath = (): DirectPath =>
  processSingleton('runtime.directPath', () => new DirectPath({ isQuiet: isDraining }))

/** The call to the dead-man's switch outside; does nothing without HEARTBEAT_PING_URL. */
export const getOutsidePing = (): { start(): void; stop(): Promise<void> } =>
  processSingleton('runtime.outsidePing', () => {
    const { HEARTBEAT_PING_URL } = env()
    if (!HEARTBEAT_PING_URL) return { start: () => {}, stop: async () => {} }
    return new OutsidePing({
      url: HEARTBEAT_PING_URL,
      isWorking: () => !isDraining() && getEvaluator().isWorking && getDirectPath().isDatabaseThere,
      send: ping,
    })
  })

/** Set by whoever runs Daybook, not by a person in a form: it may be in their own network. */
async function ping(url: string, signal: AbortSignal): Promise<void> {
  const { status } = await send({ url, signal, allowPrivate: true, allowPlain: true })
  if (status >= 400) throw new Error(`The dead-man's switch answered with status ${status}`)
}
