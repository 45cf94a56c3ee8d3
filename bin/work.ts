import { refuseMissingSecrets } from './environment'
import { withMigratedDatabase } from './migrated-database'
import { say } from './say'
import { untilTold } from './until-told'

/** Background work until it is told to stop; the process ends with what is done, not with what it began. */
export async function work(): Promise<number> {
  refuseMissingSecrets()
  const told = untilTold(() => process.exit(1))
  return withMigratedDatabase(async () => {
    const { sentrySettings } = await import('../lib/runtime/sentry-settings')
    const settings = sentrySettings()
    if (settings) (await import('../sentry.server.config')).startSentry(settings)
    const { drain, startWorker } = await import('../lib/runtime')
    startWorker()
    say('Daybook (worker) is at work.')
    const reason = await told
    say(`Stopping (${reason}) …`)
    await drain(undefined, reason, async () => {})
    return 0
  })
}
