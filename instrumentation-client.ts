const settings = document.querySelector<HTMLMetaElement>('meta[name="daybook-sentry"]')?.content

// Loaded only where Sentry is configured: the first load of every other installation carries none of it.
if (settings) void import('./sentry.client.config').then(({ startSentry }) => startSentry(JSON.parse(settings)))
