import { getDeliverer } from '../alerts/deliver'
import { getEvaluator } from '../alerts/evaluate'
import { logger } from '../logger'
import { getDirectPath, getOutsidePing } from './direct-path'
import { getEnvironmentChannels } from './environment-channels'
import { getJobRunner } from './job-runner'

/** Work that goes on beside the requests until it is told to stop. */
export type Loop = { start(): void; stop(): Promise<void> }

/** What every process does, also one that leaves the background work to others. */
const everywhere: Readonly<Record<string, () => Loop>> = { directPath: getDirectPath }

/** Background work; every loop but the sealer's, which is the last to end: it seals what the others leave. */
const work: Readonly<Record<string, () => Loop>> = {
  jobs: getJobRunner,
  environmentChannels: getEnvironmentChannels,
  evaluator: getEvaluator,
  deliverer: getDeliverer,
  outsidePing: getOutsidePing,
}

/** Starts them, background work only where it is wanted; none may throw. */
export function startLoops({ isWorking }: { isWorking: boolean }): void {
  for (const loop of Object.values({ ...everywhere, ...(isWorking ? work : {}) })) loop().start()
}

/** Stops them all at once. One that fails is logged and keeps no other from stopping. */
export async function stopLoops(): Promise<void> {
  await Promise.all(
    Object.entries({ ...everywhere, ...work }).map(([name, loop]) =>
      loop()
        .stop()
        .catch((error: unknown) => logger.error('LOOP_STOP_FAILED', { loop: name, error })),
    ),
  )
}
