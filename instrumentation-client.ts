import { keepErrorsFor, metaContent, rememberPageIds } from './components/shell/browser-errors'

rememberPageIds()
const settings = metaContent('daybook-sentry')

// Loaded only where Sentry is configured: the first load of every other installation carries none of it.
if (settings)
  keepErrorsFor(async () => {
    const { startSentry } = await import('./sentry.client.config')
    return startSentry(JSON.parse(settings))
  })
