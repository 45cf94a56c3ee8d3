import { keepErrorsFor, metaContent, rememberPageIds, whenLaidOut } from './components/shell/browser-errors'

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
