import { z } from 'zod'
import type { OutboundAnswer } from '../../outbound'
import { channel } from './channel'
import { urlValue } from './fields'
import { fit } from './fit'
import { factsWithin, linesWithin, type MessageText, messageText } from './message-text'
import { post } from './post'

const limits = {
  // https://docs.slack.dev/reference/block-kit/blocks: blocks of a message, header, section text, section fields.
  blocks: 50,
  header: 150,
  sectionText: 3_000,
  fields: 10,
  fieldText: 2_000,
  // Not documented: msg_blocks_too_long has been seen from about 11,000 characters of text and 13,200 of JSON
  // (github.com/slackapi/bolt-js issues 2509 and 2867), so we stay well below.
  blocksTotal: 10_000,
}

/** Slack's three control characters (docs.slack.dev, formatting message text); they are such in plain text objects too. */
const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
/** The total counts the JSON, so a quotation mark or a line break counts as two. */
const fitting = { escape, sizeOf: (text: string) => JSON.stringify(text).length - 2 }

type Block = Record<string, unknown>

/** Data only ever stands in plain text objects, where asterisks, colons and mentions mean nothing and addresses stay text. */
const plain = (text: string, max: number) => ({ type: 'plain_text', text: fit(text, max, fitting), emoji: false })
const section = (text: string, max: number): Block[] =>
  text === '' ? [] : [{ type: 'section', text: plain(text, max) }]

/** The message as Slack takes it: blocks, and the text of the push notification. */
export function slackPayload(text: MessageText): { text: string; blocks: Block[]; unfurl_links: false } {
  const firstLine = `${text.emoji} ${text.headline}`
  const before = [
    { type: 'header', text: plain(firstLine, limits.header) },
    ...section(text.sentence, 1_500),
    {
      type: 'section',
      fields: factsWithin(text.facts, limits.fields).map(({ name, value }) => plain(`${name}: ${value}`, 200)),
    },
    ...section(changesOf(text), 1_500),
  ]
  const after = [...section(text.note ?? '', 200), ...linkBlocks(text)]
  const room = limits.blocksTotal - JSON.stringify([...before, ...after]).length
  return {
    text: fit(`${firstLine}. ${text.sentence}`, 1_000, fitting),
    blocks: [...before, ...bodyBlocks(text.body ?? '', room), ...after],
    unfurl_links: false,
  }
}

const changesOf = ({ changes }: MessageText) =>
  changes.length === 0 ? '' : `Changed before:\n${linesWithin(changes, 1_200)}`

/** A long body in pieces of one section each, as many as there is room for. */
function bodyBlocks(body: string, room: number): Block[] {
  const perBlock = limits.sectionText - 100
  const overhead = 100
  const blocks: Block[] = []
  let [rest, left] = [body, Math.min(room, 8_000)]
  while (rest !== '' && left > 2 * overhead) {
    const isLast = left < perBlock + 3 * overhead
    const piece = isLast ? rest : rest.slice(0, pieceEnd(rest, perBlock / 2))
    const made = section(piece, Math.min(perBlock, left - overhead))
    blocks.push(...made)
    left -= JSON.stringify(made).length
    rest = isLast ? '' : rest.slice(piece.length)
  }
  return blocks
}

/** Where a piece of at most `max` characters ends: after a line if there is one, never within a surrogate pair. */
function pieceEnd(text: string, max: number): number {
  if (text.length <= max) return text.length
  const line = text.lastIndexOf('\n', max - 1) + 1
  if (line > 0) return line
  return /[\ud800-\udbff]/.test(text[max - 1] ?? '') ? max - 1 : max
}

function linkBlocks({ links }: MessageText): Block[] {
  const written = links.map(({ label, url }) => `<${escape(url)}|${label}>`)
  // Escaped, an address can be five times as long.
  const words = written.filter((link) => link.length < limits.sectionText / 4).join('  ·  ')
  if (words === '') return []
  return [{ type: 'section', text: { type: 'mrkdwn', text: words, verbatim: true } }]
}

const removed =
  'Slack no longer knows this webhook: it was removed, or its app was. Make a new one and enter its address.'
const sentences: Record<string, string> = {
  no_service: removed,
  no_service_id: removed,
  no_active_hooks: removed,
  no_team: 'Slack no longer knows the workspace of this webhook.',
  invalid_token: removed,
  channel_not_found: 'The Slack channel of this webhook no longer exists. Make a new webhook and enter its address.',
  channel_is_archived:
    'The Slack channel of this webhook was archived. Take it out of the archive, or make a new webhook.',
  action_prohibited: 'A restriction of the Slack workspace keeps this webhook from posting.',
}

function explain({ status, bodyStart }: OutboundAnswer): string | undefined {
  // Slack answers with a word; anything longer could hold the address.
  const word = /^[a-z_]{3,60}$/.exec(bodyStart.trim())?.[0] ?? ''
  if (sentences[word]) return sentences[word]
  if (status === 404 || status === 410) return removed
  return word === '' || word === 'ok' ? undefined : `Slack answered ${status}: ${word}.`
}

export const slack = channel({
  type: 'slack',
  title: 'Slack',
  description: 'Posts into a Slack channel.',
  setup:
    'In Slack, create an app at api.slack.com/apps, switch on “Incoming Webhooks”, add a webhook for the channel and copy its address.',
  config: z.strictObject({ url: urlValue }),
  fields: [
    {
      name: 'url',
      title: 'Webhook address',
      kind: 'url',
      isSecret: true,
      isRequired: true,
      placeholder: 'https://hooks.slack.com/services/…',
      help: 'Whoever knows it can post into the channel.',
    },
  ],
  limits,
  environment: {
    variable: 'SLACK_WEBHOOK_URL',
    channelId: '00000000-0000-7000-8000-0000000000a1',
    configOf: (url) => ({ url }),
  },
  send: (message, { url }, { isMaybeRepeated, signal }) =>
    post({
      service: 'Slack',
      url,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify(slackPayload(messageText(message, isMaybeRepeated))),
      signal,
      explain,
    }),
})
