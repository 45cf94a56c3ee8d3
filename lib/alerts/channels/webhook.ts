import { createHmac, randomBytes } from 'node:crypto'
import { z } from 'zod'
import { env } from '../../env'
import { deriveKey } from '../../secrets'
import type { Message } from '../message'
import { channel, type SendInput } from './channel'
import { urlValue } from './fields'
import { fit } from './fit'
import { post } from './post'

const limits = {
  // https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#payload-size
  payloadBytes: 20_000,
  title: 200,
  sentence: 1_000,
  facts: 20,
  fact: 200,
  changes: 10,
  bodyBytes: 5_000,
}

const prefix = 'whsec_'

/** 24 to 64 bytes in base64 behind whsec_ (Standard Webhooks, "Signature scheme"). */
const secretValue = z
  .string()
  .trim()
  .transform((text) => (text.startsWith(prefix) ? text : `${prefix}${text}`))
  .refine(isSecret, 'whsec_ and 24 to 64 bytes in base64; leave it empty to have one made')

function isSecret(text: string): boolean {
  const encoded = text.slice(prefix.length)
  const bytes = Buffer.from(encoded, 'base64')
  return bytes.length >= 24 && bytes.length <= 64 && bytes.toString('base64') === encoded
}

const bytesOf = (text: string) => Buffer.byteLength(JSON.stringify(text)) - 2

/** The body: `{ type, timestamp, data }`, as the specification proposes; `data` is the message. */
export function webhookBody(message: Message, isMaybeRepeated: boolean): string {
  const cut = (text: string, max: number) => fit(text, max, { sizeOf: bytesOf })
  const { incidentKey: _, ...said } = message
  return JSON.stringify({
    type: `daybook.${message.kind}`,
    timestamp: message.at,
    data: {
      ...said,
      title: cut(message.title, limits.title),
      sentence: cut(message.sentence, limits.sentence),
      source: cut(message.source, limits.fact),
      rule: message.rule && cut(message.rule, limits.fact),
      facts: message.facts
        .slice(0, limits.facts)
        .map(({ name, value }) => ({ name: cut(name, 60), value: cut(value, limits.fact) })),
      changes: message.changes
        .slice(0, limits.changes)
        .map((change) => ({ ...change, sentence: cut(change.sentence, limits.fact) })),
      body: message.body && cut(message.body, limits.bodyBytes),
      links: linksOf(message.links),
      isMaybeRepeated,
      isCut: message.facts.length > limits.facts || message.changes.length > limits.changes,
    },
  })
}

/** A link that is too long is no use cut, and one that is no web address is none. */
function linksOf({ dashboard, sentry, runbook }: Message['links']): Message['links'] {
  const short = (link: string | null) => (link && /^https?:/.test(link) && bytesOf(link) <= 1_000 ? link : null)
  return { dashboard: short(dashboard) ?? '', sentry: short(sentry), runbook: short(runbook) }
}

/** `webhook-id`, `webhook-timestamp` and `webhook-signature` of the Standard Webhooks specification. */
export function signedHeaders(
  { deliveryId }: Pick<SendInput, 'deliveryId'>,
  { secret, body, now }: { secret: string; body: string; now: Date },
) {
  const timestamp = String(Math.floor(now.getTime() / 1_000))
  const key = Buffer.from(secret.slice(prefix.length), 'base64')
  const signature = createHmac('sha256', key).update(`${deliveryId}.${timestamp}.${body}`).digest('base64')
  return { 'webhook-id': deliveryId, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` }
}

export const webhook = channel({
  type: 'webhook',
  title: 'Webhook',
  description: 'Posts JSON to an address of yours, signed after the Standard Webhooks specification.',
  setup:
    'Enter the address of a program that takes POST requests. Check the signature there with the secret and any Standard Webhooks library.',
  config: z.strictObject({ url: urlValue, secret: secretValue }),
  fields: [
    {
      name: 'url',
      title: 'Address',
      kind: 'url',
      // The path of many receivers is all that keeps strangers out.
      isSecret: true,
      isRequired: true,
      placeholder: 'https://example.org/hooks/daybook',
    },
    {
      name: 'secret',
      title: 'Signing secret',
      kind: 'password',
      isSecret: true,
      isRequired: false,
      placeholder: 'whsec_…',
      help: 'Leave it empty to have one made. It is shown once, when you save.',
      generate: () => `${prefix}${randomBytes(32).toString('base64')}`,
    },
  ],
  limits,
  environment: {
    variable: 'ALERT_WEBHOOK_URL',
    channelId: '00000000-0000-7000-8000-0000000000a4',
    // Signed in any case; who wants to check the signature sets the secret.
    configOf: (url) => ({
      url,
      secret: env().ALERT_WEBHOOK_SECRET ?? `${prefix}${deriveKey('environment webhook').toString('base64')}`,
    }),
  },
  send: (message, { url, secret }, { deliveryId, isMaybeRepeated, signal }) => {
    const body = webhookBody(message, isMaybeRepeated)
    const signed = signedHeaders({ deliveryId }, { secret, body, now: new Date() })
    return post({
      service: 'The webhook',
      url,
      headers: { 'content-type': 'application/json', ...signed },
      body,
      signal,
      explain: ({ status }) =>
        status === 410 ? 'The webhook answered 410: whoever runs it wants no more messages.' : undefined,
    })
  },
})
