import { getDeliverer } from '../alerts/deliver'
import { getEvaluator } from '../alerts/evaluate'
import { logger } from '../logger'
import { getEnvironmentChannels } from './environment-channels'
import { getJobRunner } from './job-runner'

/** Work that goes on beside the requests until it is told to stop. */
export type Loop = { start(): void; stop(): Promise<void> }

/** Every loop but the sealer's, which is the last to end: it seals what the others leave. */
const loops: Readonly<Record<string, () => Loop>> = {
  jobs: getJobRunner,
  environmentChannels: getEnvironmentChannels,
  evaluator: getEvaluator,
  deliverer: getDeliverer,
}

/** Starts them all; none may throw. */
export function startLoops(): void {
  for (const loop of Object.values(loops)) loop().start()
}

/** Stops them all at once. One that fails is logged and keeps no other from stopping. */
export async function stopLoops(): Promise<void> {
  await Promise.all(
    Object.entries(loops).map(([name, loop]) =>
      loop()
        .stop()
        .catch((error: unknown) => logger.error('LOOP_STOP_FAILED', { loop: name, error })),
    ),
  )
}
