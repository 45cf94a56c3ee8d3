import { redactText } from '../../redact'
import type { AlertSeverity, Fact } from '../contract'

/** One alert of another system, whichever system it is. */
export type InboundAlert = {
  status: 'firing' | 'resolved'
  /** The sender's own name for this trouble: the same for "firing" and "resolved". */
  subject: string
  title: string
  sentence: string
  severity: AlertSeverity
  startedAt: Date | undefined
  facts: Fact[]
}

/** What the sender says of one message: alerts, and how many parts of it were about none; `reason` says why, when they should have been. */
export type InboundMessage = { alerts: InboundAlert[]; ignored: number; reason?: Error }

/** Reads one message of one system. Throws a ZodError when it is not one of that system. */
export type InboundReader = (input: { body: unknown; query: Record<string, string> }) => InboundMessage

/** Words that people write into severity and priority labels. */
const severityWords = new Map<string, AlertSeverity>(
  Object.entries({
    emergency: 'critical',
    fatal: 'critical',
    critical: 'critical',
    crit: 'critical',
    page: 'critical',
    p1: 'critical',
    sev1: 'critical',
    error: 'high',
    major: 'high',
    high: 'high',
    p2: 'high',
    sev2: 'high',
    warning: 'medium',
    warn: 'medium',
    medium: 'medium',
    minor: 'medium',
    p3: 'medium',
    sev3: 'medium',
    low: 'low',
    notice: 'low',
    p4: 'low',
    sev4: 'low',
    info: 'low',
    informational: 'low',
    debug: 'low',
    none: 'low',
  }),
)

/** The severity behind another system's word for it; high for a word that says nothing. */
export function severityOf(...words: (string | null | undefined)[]): AlertSeverity {
  for (const word of words) {
    const known = word ? severityWords.get(word.trim().toLowerCase()) : undefined
    if (known) return known
  }
  return 'high'
}

const maxSentence = 500
const maxFact = 300
const maxFacts = 12

/** One line of plain text without secrets: what another system sends may be anything, and is told on to everybody who is told of alerts. */
export function plainLine(text: string, maxLength = maxSentence): string {
  const line = redactText(
    text
      .slice(0, maxLength * 4)
      .toWellFormed()
      .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
      .trim(),
  )
  return line.length > maxLength ? `${line.slice(0, maxLength - 1).toWellFormed()}…` : line
}

/** Facts without the empty ones, each short enough for a message. */
export function factsOf(pairs: Record<string, string | null | undefined>): Fact[] {
  return Object.entries(pairs)
    .flatMap(([name, value]) => (value ? [{ name: plainLine(name, 60), value: plainLine(value, maxFact) }] : []))
    .slice(0, maxFacts)
}

/** A time that the sender may have left out, or written as Go's zero time; never one in the future. */
export function pastTime(text: string | null | undefined, now = new Date()): Date | undefined {
  const at = text ? new Date(text) : undefined
  if (!at || Number.isNaN(at.getTime()) || at.getUTCFullYear() < 2000) return undefined
  return at > now ? now : at
}
