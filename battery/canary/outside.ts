import { openReceiver, type Receiver } from '../../lib/testing/receivers/receiver'
import { openSentry, type SentryReceiver } from '../../lib/testing/receivers/sentry'
import { type MailReceiver, openSmtp, readableMail } from '../../lib/testing/receivers/smtp'
import type { Credentials } from './secrets'

/** Everything outside that Daybook talks to. */
export type Outside = {
  /** Receivers of channels; one keeps what was said, whatever the service. */
  web: Receiver
  /** Says back what it was asked, as an error page does. */
  echo: Receiver
  redirect: Receiver
  /** Refuses connections. */
  closedPort: number
  mail: MailReceiver
  sentry: SentryReceiver
  close(): Promise<void>
}

export async function openOutside(credentials: Credentials): Promise<Outside> {
  const web = await openReceiver(({ method, path }) => ({
    status: method === 'GET' ? 200 : path.includes('/2010') ? 201 : 202,
    body: '{}',
  }))
  const echo = await openReceiver(({ path, headers, body }) => ({
    status: 404,
    body: `There is no ${path} here. ${JSON.stringify(headers)} ${body}`,
  }))
  const redirect = await openReceiver(({ path }) => ({
    status: 302,
    body: '',
    headers: { location: `http://elsewhere.example${path}` },
  }))
  const closed = await openReceiver()
  await closed.close()
  const mail = await openSmtp({
    authMethods: ['PLAIN', 'LOGIN'],
    allowInsecureAuth: true,
    onAuth: ({ password = '' }, _session, done) =>
      password === credentials.smtpPassword
        ? done(null, { user: 'daybook' })
        : done(new Error(`Refused for ${password}`)),
  })
  const sentry = await openSentry(credentials.sentryKey)
  const close = async () => {
    for (const { close: shut } of [web, echo, redirect, mail, sentry]) await shut()
  }
  return { web, echo, redirect, closedPort: closed.port, mail, sentry, close }
}

/** What a Daybook is told of them and of its own secrets. */
export function environmentOf(c: Credentials, { web, mail, sentry, closedPort }: Outside): Record<string, string> {
  return {
    DAYBOOK_FOUNDER_PASSWORD: c.founderPassword,
    NEXTAUTH_SECRET: c.authSecret,
    AUTH_SECRET: '',
    SECRETS_KEY: c.secretsKey,
    AUDIT_SIGNING_KEY: c.signingKey,
    ROOT_API_KEY: c.rootApiKey,
    SMTP_URL: mail.url.replace('//', `//daybook:${c.smtpPassword}@`),
    EMAIL_FROM: 'Daybook <daybook@example.org>',
    ALERT_EMAIL_TO: 'ops@example.org',
    SLACK_WEBHOOK_URL: `${web.url}/services/T0CANARY/B0CANARY/${c.slackPath}`,
    DISCORD_WEBHOOK_URL: `${web.url}/api/webhooks/1100220033/${c.discordPath}`,
    ALERT_WEBHOOK_URL: `${web.url}/hooks/${c.webhookPath}`,
    ALERT_WEBHOOK_SECRET: c.webhookSecret,
    ALERT_ALLOW_PRIVATE_ADDRESSES: 'true',
    HEARTBEAT_PING_URL: `http://127.0.0.1:${closedPort}/ping/${c.pingPath}`,
    REDIS_URL: `redis://:${c.redisPassword}@127.0.0.1:${closedPort}`,
    CLOUDINARY_URL: `cloudinary://key:${c.storageSecret}@canary`,
    SENTRY_DSN: sentry.dsn,
    SENTRY_CAPTURE_4XX: 'true',
    SENTRY_TRACES_SAMPLE_RATE: '1',
    SENTRY_AUTH_TOKEN: c.sentryToken,
    RATE_LIMIT_MAX_REQUESTS: '1000000',
    LOG_LEVEL: 'debug',
  }
}

/** Every message: bodies alone, because an address is a secret of its own service, and without PagerDuty's key, which stands there. */
export const messagesOf = ({ web }: Outside): string =>
  web.received
    .map(({ path, body }) => (path.endsWith('/enqueue') ? body.replace(/"routing_key":"\w+"/, '') : body))
    .join('\n')

export const mailsOf = ({ mail }: Outside): string =>
  mail.mails.map(({ source }) => `${source}\n${readableMail(source)}`).join('\n')
