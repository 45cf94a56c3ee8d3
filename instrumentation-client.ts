import { config } from 'zod/v4/core'
import { keepErrorsFor, metaContent, rememberPageIds, whenLaidOut } from './components/shell/browser-errors'

// The policy of the pages forbids what Zod would be faster by, and the browser reports every try.
config({ jitless: true })
rememberPageIds()

whenLaidOut(() => {
  const settings = metaContent('daybook-sentry')
  if (!settings) return
  // Loaded only where Sentry is configured: the first load of every other installation carries none of it.
  keepErrorsFor(async () => {
    const { startSentry } = await import('./sentry.client.config')
    return startSentry(JSON.parse(settings))
  })
})
