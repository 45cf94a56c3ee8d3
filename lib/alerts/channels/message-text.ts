import type { AlertSeverity, Fact } from '../contract'
import type { DeliveryKind, Message } from '../message'

const severityEmoji: Record<AlertSeverity, string> = {
  critical: '🚨',
  high: '🔴',
  medium: '🟠',
  low: '🟡',
  info: 'ℹ️',
}

/** How the first line of each kind of message begins; `severity` is in capitals. */
const openings: Record<DeliveryKind, (message: Message, severity: string) => { emoji: string; words: string }> = {
  firing: ({ severity }, words) => ({ emoji: severityEmoji[severity], words }),
  repeat: ({ severity }, words) => ({ emoji: severityEmoji[severity], words: `STILL ${words}` }),
  escalation: (_, words) => ({ emoji: '📣', words: `${words}, NOT ACKNOWLEDGED` }),
  resolved: ({ durationMs }) => ({
    emoji: '✅',
    words: durationMs === null ? 'RESOLVED' : `RESOLVED after ${durationWords(durationMs)}`,
  }),
  notice: ({ severity }, words) => ({ emoji: severityEmoji[severity], words }),
  test: () => ({ emoji: '🧪', words: 'TEST' }),
  digest: () => ({ emoji: '📋', words: 'DIGEST' }),
  drill: () => ({ emoji: '🔔', words: 'DRILL' }),
  'dead-letter': (_, words) => ({ emoji: '📭', words }),
  checkpoint: () => ({ emoji: '🔏', words: 'CHECKPOINT' }),
}

/** A message in words, before a service's markup and limits. */
export type MessageText = {
  emoji: string
  /** "CRITICAL: Critical event", without the emoji. */
  headline: string
  sentence: string
  /** Severity, time, count, source, duration, and what the rule found. */
  facts: Fact[]
  /** One line each: "2026-11-28 03:59:10 UTC: Kim Lee changed the e-mail settings". */
  changes: string[]
  body: string | null
  links: { label: string; url: string }[]
  /** Said when the receiver may have it already. */
  note: string | null
}

export function messageText(message: Message, isMaybeRepeated: boolean): MessageText {
  const { emoji, words } = openings[message.kind](message, message.severity.toUpperCase())
  return {
    emoji,
    headline: `${words}: ${message.title}`,
    sentence: message.sentence,
    facts: factsOf(message),
    changes: message.changes.map(({ at, sentence }) => `${exactTime(at)}: ${sentence}`),
    body: message.body,
    links: linksOf(message.links),
    note: isMaybeRepeated ? 'May be a repeat: Daybook stopped while it sent this, so you may have it already.' : null,
  }
}

function factsOf({ kind, severity, at, count, source, durationMs, facts, alertId }: Message): Fact[] {
  return [
    { name: 'Severity', value: severity },
    { name: alertId === null ? 'Time' : 'Began', value: exactTime(at) },
    ...(kind === 'resolved' && durationMs !== null ? [{ name: 'Lasted', value: durationWords(durationMs) }] : []),
    { name: 'Count', value: countWords(count) },
    { name: 'Source', value: source },
    ...facts,
  ].filter(({ name, value }) => name !== '' && value !== '')
}

export const countWords = (count: number) =>
  count === 1 ? 'once' : `${new Intl.NumberFormat('en').format(count)} times`

const maxUrl = 600

/** Links that a service can open; anything else is left out rather than shown broken. */
function linksOf({ dashboard, sentry, runbook }: Message['links']): MessageText['links'] {
  const all = [
    { label: 'Open in Daybook', url: dashboard },
    { label: 'Open in Sentry', url: sentry },
    { label: 'What to do', url: runbook },
  ]
  return all.flatMap(({ label, url }) => {
    if (url === null || !URL.canParse(url)) return []
    const { protocol, href } = new URL(url)
    // Brackets, bars and quotes are markup of one service or another.
    const safe = href.replace(/[()<>|"'`\\*]/g, (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`)
    return /^https?:$/.test(protocol) && safe.length <= maxUrl ? [{ label, url: safe }] : []
  })
}

/** "2026-11-28 03:59:10 UTC". */
export const exactTime = (iso: string) => `${new Date(iso).toISOString().slice(0, 19).replace('T', ' ')} UTC`

const units = [
  { name: 'd', seconds: 86_400 },
  { name: 'h', seconds: 3_600 },
  { name: 'min', seconds: 60 },
  { name: 's', seconds: 1 },
] as const

/** The two largest units: "3 h 5 min", "45 s". */
export function durationWords(durationMs: number): string {
  const total = Math.max(0, Math.round(durationMs / 1_000))
  const from = units.findIndex(({ seconds }) => total >= seconds)
  if (from === -1) return '0 s'
  let rest = total
  const parts = units.slice(from, from + 2).map(({ name, seconds }) => {
    const whole = Math.floor(rest / seconds)
    rest -= whole * seconds
    return whole === 0 ? '' : `${whole} ${name}`
  })
  return parts.filter((part) => part !== '').join(' ')
}

/** The first facts, and if there are more than `max` a last one that says how many were left out. */
export function factsWithin(facts: readonly Fact[], max: number): Fact[] {
  if (facts.length <= max) return [...facts]
  const left = facts.length - max + 1
  return [...facts.slice(0, max - 1), { name: 'More', value: `${left} left out (cut)` }]
}

/** As many of the lines as fit into `max` characters, and how many were left out. */
export function linesWithin(lines: readonly string[], max: number): string {
  const kept: string[] = []
  let size = 0
  for (const line of lines) {
    size += line.length + 1
    // Room for the sentence about the rest is kept from the beginning.
    if (size > max - 40) break
    kept.push(line)
  }
  const left = lines.length - kept.length
  return [...kept, ...(left > 0 ? [`… and ${left} more (cut)`] : [])].join('\n')
}
