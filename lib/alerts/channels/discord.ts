import { z } from 'zod'
import type { OutboundAnswer } from '../../outbound'
import type { AlertSeverity } from '../contract'
import type { Message } from '../message'
import { channel } from './channel'
import { urlValue } from './fields'
import { fit } from './fit'
import { factsWithin, linesWithin, type MessageText, messageText } from './message-text'
import { jsonObject, post } from './post'

const limits = {
  // https://discord.com/developers/docs/resources/webhook#execute-webhook
  content: 2_000,
  // https://discord.com/developers/docs/resources/message#embed-object-embed-limits
  description: 4_096,
  fields: 25,
  fieldName: 256,
  fieldValue: 1_024,
  footer: 2_048,
  embedTotal: 6_000,
}

const colours: Record<AlertSeverity, number> = {
  critical: 0xb91c1c,
  high: 0xdc2626,
  medium: 0xd97706,
  low: 0xca8a04,
  info: 0x2563eb,
}
/** Leaves room within the total for what was changed and for the text itself. */
const maxFacts = 12
const resolvedColour = 0x15803d

/**
 * Discord's Markdown and the beginning of every mention, each behind a backslash. Colons as well: Discord would make a link of
 * every address. Each character by itself, since a text that is cut is escaped so.
 */
const escape = (text: string) => text.replace(/[\\*_~`|>#<@[\]:]|^-/gm, '\\$&')
const fitting = { escape }

/** The message as Discord takes it. Nobody can be mentioned by what stands in it. */
export function discordPayload(message: Message, text: MessageText) {
  const fields = factsWithin(text.facts, maxFacts).map(({ name, value }) => ({
    name: fit(name, 60, fitting),
    value: fit(value, 150, fitting),
    inline: value.length < 40,
  }))
  const changes = changesField(text)
  const footer = text.note
  const used = sizeOf([...fields, ...changes], footer)
  const description = descriptionOf(text, Math.min(limits.description, limits.embedTotal - used))
  return {
    content: fit(`${text.emoji} ${text.headline}`, 400, fitting),
    allowed_mentions: { parse: [] },
    embeds: [
      {
        ...(description === '' ? {} : { description }),
        color: message.kind === 'resolved' ? resolvedColour : colours[message.severity],
        fields: [...fields, ...changes],
        timestamp: message.at,
        ...(footer === null ? {} : { footer: { text: footer } }),
      },
    ],
  }
}

/** The sentence, the body and the links; the links are never cut, the body first. */
function descriptionOf({ sentence, body, links }: MessageText, max: number): string {
  const last = links.map(({ label, url }) => `[${label}](${url})`).join(' · ')
  const first = fit(sentence, Math.min(1_000, max - last.length - 10), fitting)
  const middle = body === null ? '' : fit(body, max - first.length - last.length - 10, fitting)
  return [first, middle, last].filter((part) => part !== '').join('\n\n')
}

function changesField({ changes }: MessageText) {
  if (changes.length === 0) return []
  // Escaping makes it longer, so the lines are chosen for half the room.
  const value = fit(linesWithin(changes, limits.fieldValue / 2), limits.fieldValue, fitting)
  return [{ name: 'Changed before', value, inline: false }]
}

function sizeOf(fields: readonly { name: string; value: string }[], footer: string | null): number {
  return fields.reduce((sum, { name, value }) => sum + name.length + value.length, footer?.length ?? 0)
}

const removed = 'Discord no longer knows this webhook: it was removed. Make a new one and enter its address.'

function explain({ status, bodyStart }: OutboundAnswer): string | undefined {
  const code = Number(jsonObject(bodyStart).code)
  // 10015 Unknown Webhook, 50027 Invalid Webhook Token.
  if (status === 404 || status === 410 || code === 10_015 || code === 50_027) return removed
  if (status === 429) return 'Discord asked to be left alone for a while (429).'
  return code > 0 ? `Discord answered ${status} (code ${code}).` : undefined
}

/** Discord says whether the message was taken only when it is asked to wait for that. */
function waiting(address: string): string {
  const url = new URL(address)
  url.searchParams.set('wait', 'true')
  return url.href
}

export const discord = channel({
  type: 'discord',
  title: 'Discord',
  description: 'Posts into a Discord channel.',
  setup: 'In Discord, open the channel’s settings, then Integrations, Webhooks, New Webhook, and copy its address.',
  config: z.strictObject({ url: urlValue }),
  fields: [
    {
      name: 'url',
      title: 'Webhook address',
      kind: 'url',
      isSecret: true,
      isRequired: true,
      placeholder: 'https://discord.com/api/webhooks/…',
      help: 'Whoever knows it can post into the channel.',
    },
  ],
  limits,
  environment: {
    variable: 'DISCORD_WEBHOOK_URL',
    channelId: '00000000-0000-7000-8000-0000000000a2',
    configOf: (url) => ({ url }),
  },
  send: (message, { url }, { isMaybeRepeated, signal }) =>
    post({
      service: 'Discord',
      url: waiting(url),
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(discordPayload(message, messageText(message, isMaybeRepeated))),
      signal,
      explain,
    }),
})
