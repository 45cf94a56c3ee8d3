import type { Received } from '../../lib/testing/receivers/receiver'
import { readableMail } from '../../lib/testing/receivers/smtp'

const marksIn = (text: string) => new Set(text.match(/pl\d{3}/g) ?? [])
type Judged = { problems: string[]; marks: Set<string> }

/** The cells of a file by RFC 4180. */
function csvRows(text: string): string[][] {
  const rows: string[][] = [[]]
  const cell = /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r\n|$)/gy
  for (let match = cell.exec(text); match && match[0] !== ''; match = cell.exec(text)) {
    const [, quoted, bare = '', end] = match
    rows.at(-1)?.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'))
    if (end === '\r\n') rows.push([])
  }
  return rows.filter((row) => row.length > 0)
}

/** What a spreadsheet takes for the beginning of a formula, behind what it does not see; an apostrophe says that it is text. */
const formula = /^[\s\p{Cf}\p{Z}"]*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\u2212]/u
const isNumber = (cell: string) => /^-?\d+(\.\d+)?$/.test(cell)

/** No cell is a formula, neither where commas divide nor where semicolons do. */
export function judgeCsv(name: string, text: string): Judged {
  const rows = csvRows(text)
  const width = rows[0]?.length ?? 0
  const bad = rows
    .slice(1)
    .flatMap((row) =>
      row.flatMap((cell) =>
        [cell, ...cell.split(/[;\t\r\n]+/)].filter((part) => formula.test(part) && !isNumber(part)),
      ),
    )
  const torn = rows.filter((row) => row.length !== width).length
  return {
    problems: [
      ...(torn > 0 ? [`${name}: ${torn} records have not ${width} cells`] : []),
      ...bad.slice(0, 5).map((cell) => `${name}: a cell is a formula: ${JSON.stringify(cell.slice(0, 80))}`),
    ],
    marks: marksIn(text),
  }
}

/** One line is one record, and no program that shows it does anything but show it. */
export function judgeLines(name: string, text: string): Judged {
  const problems: string[] = []
  // Of the C1 characters, as UTF-8 and alone; a line ends with a line feed and with nothing else.
  // oxlint-disable-next-line no-control-regex -- these are what is looked for
  const raw = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]/.exec(text)
  if (raw)
    problems.push(
      `${name}: a control character ${JSON.stringify(text.slice(Math.max(0, raw.index - 60), raw.index + 10))} is written raw`,
    )
  for (const line of text.split('\n').filter((one) => one !== '' && !isOfStart(one)))
    if (!isRecord(line)) problems.push(`${name}: a line that is no record: ${line.slice(0, 100)}`)
  return { problems: problems.slice(0, 5), marks: marksIn(text) }
}

/** The few lines that a start and an end print for people. */
const isOfStart = (line: string) => !line.startsWith('{') && !/pl\d{3}|forged|inert-request/.test(line)

function isRecord(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null && !('message' in value && value.message === 'forged')
  } catch {
    return false
  }
}

/** Text that each service shows as text. */
export function judgeMessages(received: readonly Received[]): Judged {
  const problems: string[] = []
  for (const { path, body } of received) {
    if (path.startsWith('/services/')) problems.push(...slackProblems(body))
    if (path.startsWith('/api/webhooks/')) problems.push(...discordProblems(body))
    // oxlint-disable-next-line no-control-regex -- these are what is looked for
    if (/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|\\u00[01][\da-f](?<!\\u000a)/.test(body))
      problems.push(`${path.slice(0, 12)}…: a control character is sent on: ${body.slice(0, 80)}`)
  }
  return { problems: [...new Set(problems)].slice(0, 10), marks: marksIn(received.map(({ body }) => body).join('\n')) }
}

/** In Slack `<` begins a link or a mention wherever it stands; ours are the only ones. */
function slackProblems(body: string): string[] {
  const found = textsOf(JSON.parse(body)).flatMap((text) => text.match(/<[^>]*>?/g) ?? [])
  return found
    .filter((link) => !/^<http:\/\/localhost:\d+\/[^|<>]*\|(Open in Daybook|What to do)>$/.test(link))
    .map((link) => `Slack takes ${link.slice(0, 80)} for markup`)
}

const ownLink = /^\[(Open in Daybook|What to do)\]\(<?http:\/\/localhost:\d+\//

function discordProblems(body: string): string[] {
  const message = JSON.parse(body) as { allowed_mentions?: { parse?: unknown[] } }
  const texts = textsOf(message)
  return [
    ...(message.allowed_mentions?.parse?.length === 0 ? [] : ['Discord may mention people']),
    ...texts
      .flatMap((text) => text.replace(/\\./gs, '').match(/<[@#!][^>]*|\[[^\]]*\]\([^)]*/g) ?? [])
      .filter((markup) => !ownLink.test(markup))
      .map((markup) => `Discord takes ${markup.slice(0, 80)} for markup`),
  ]
}

function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsOf) : []
}

/** Header fields are the ones that we write, and each stands on lines of its own. */
export function judgeMail(source: string, to: readonly string[]): Judged & { html: string } {
  const head = source.slice(0, source.indexOf('\r\n\r\n'))
  const names = head
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')
    .map((line) => line.split(':', 1)[0]?.toLowerCase() ?? '')
  const foreign = names.filter(
    (name) =>
      !/^(from|to|subject|message-id|date|mime-version|content-type|content-transfer-encoding|auto-submitted|references|in-reply-to|x-[a-z-]*|precedence|reply-to)$/.test(
        name,
      ) || name === 'x-injected',
  )
  const strangers = to.filter((address) => !address.endsWith('@example.org') || address.startsWith('victim'))
  const readable = readableMail(source)
  return {
    problems: [
      ...foreign.map((name) => `A mail has the header field ${name}`),
      ...strangers.map((address) => `A mail went to ${address}`),
    ],
    marks: marksIn(readable),
    html: /<!doctype html>[\s\S]*<\/html>/.exec(readable)?.[0] ?? '',
  }
}
