import { discordPath, openDiscord } from './discord'
import { openPagerDuty, routingKey } from './pagerduty'
import { openReceiver, parsed, type Receiver } from './receiver'
import { openSlack, slackPath } from './slack'
import { openSmtp, readableMail } from './smtp'
import { openTwilio, twilioAccount } from './twilio'

/** A receiver for one kind of channel, and what to enter in the form so that its messages arrive there. */
export type ChannelReceiver = {
  config: Record<string, string>
  /** Environment variables that this kind needs. */
  env: Record<string, string>
  /** Secrets in the config that must stand nowhere but in what the receiver got. */
  secrets: string[]
  /** Every message taken, as the text a person could read (of JSON, all its strings). */
  heard(): string[]
  http: Receiver | undefined
  close: () => Promise<void>
}

/** Opens a receiver per kind of channel. A kind without a line here fails the contract test. */
export const openChannelReceiver: Record<string, () => Promise<ChannelReceiver>> = {
  slack: async () => {
    const http = await openSlack()
    return overHttp(http, { url: http.url + slackPath }, [
      'T0CANARY1/B0CANARY2/canarySlackSecret3',
      'canarySlackSecret3',
    ])
  },
  discord: async () => {
    const http = await openDiscord()
    return overHttp(http, { url: http.url + discordPath }, ['canary-Discord_Secret4'])
  },
  webhook: async () => {
    const http = await openReceiver()
    const secret = `whsec_${Buffer.from('canary of the webhook signing 5!').toString('base64')}`
    return overHttp(http, { url: `${http.url}/hook/canaryWebhookPath5`, secret }, ['canaryWebhookPath5', secret])
  },
  pagerduty: async () => {
    const http = await openPagerDuty()
    return overHttp(http, { routingKey, baseUrl: http.url }, [routingKey])
  },
  sms: async () => {
    const http = await openTwilio()
    const config = { ...twilioAccount, from: '+493012345678', to: '+4915112345678', baseUrl: http.url }
    const heard = () => http.messages.map(({ body }) => body)
    return { ...overHttp(http, config, [twilioAccount.authToken]), heard }
  },
  email: async () => {
    const smtp = await openSmtp()
    const texts: string[] = []
    return {
      config: { to: 'ada@example.org, grace@example.org' },
      env: { SMTP_URL: smtp.url, EMAIL_FROM: 'Daybook <daybook@example.org>' },
      secrets: [],
      heard: () => {
        for (const { source } of smtp.mails.slice(texts.length)) texts.push(readableMail(source))
        return [...texts]
      },
      http: undefined,
      close: smtp.close,
    }
  },
}

function overHttp(http: Receiver, config: Record<string, string>, secrets: string[]): ChannelReceiver {
  const taken = () => http.received.filter(({ answered = 0 }) => answered >= 200 && answered < 300)
  return {
    config,
    env: {},
    secrets,
    heard: () => taken().map(({ body }) => stringsIn(parsed(body)).join('\n')),
    http,
    close: http.close,
  }
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : []
}
