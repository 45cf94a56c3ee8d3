import { z } from 'zod'
import { env } from '../../env'
import { AlertSeverity, Change, Fact } from '../contract'
import type { DeliveryKind, Message } from '../message'
import { rules } from '../rules'

/** The columns of "Alert" that a message is made of. */
export type ToldAlert = {
  id: string
  rule: string
  source: string
  severity: string
  title: string
  sentence: string
  facts: unknown
  changes: unknown
  count: number
  firstAt: Date
}

type Known = {
  /** Of a resolved alert. */
  durationMs?: number
  sentryUrl?: string | null
}

/** What a human is told of an alert. Trouble of the sample company says so: nobody has to run. */
export function messageOf(alert: ToldAlert, kind: DeliveryKind, { durationMs, sentryUrl }: Known = {}): Message {
  return {
    kind,
    severity: AlertSeverity.parse(alert.severity),
    title: alert.source === 'sample' ? `${alert.title} (sample data)` : alert.title,
    sentence: alert.sentence,
    source: alert.source,
    rule: alert.rule,
    alertId: alert.id,
    at: alert.firstAt.toISOString(),
    count: alert.count,
    durationMs: durationMs ?? null,
    // What was written by hand must not keep everybody else from being told.
    facts: z.array(Fact).safeParse(alert.facts).data ?? [],
    changes: z.array(Change).safeParse(alert.changes).data ?? [],
    body: null,
    links: {
      dashboard: dashboardUrl(`/dashboard/alerts/${alert.id}`),
      sentry: sentryUrl ?? null,
      // Alerts of other systems have no rule here; theirs say what to do in a fact of their own.
      runbook: rules.some(({ name }) => name === alert.rule)
        ? dashboardUrl(`/dashboard/alerts/rules/${encodeURIComponent(alert.rule)}`)
        : null,
    },
  }
}

type ResolvedAlert = ToldAlert & { lastAt: Date; resolvedAt: Date | null; resolvedHow: string | null }

/** How long it lasted (ms): what ended because nothing more came was over with the last that came. */
export function lastedMs({ firstAt, lastAt, resolvedAt, resolvedHow }: ResolvedAlert): number {
  const end = resolvedHow === 'quiet' ? lastAt : (resolvedAt ?? lastAt)
  return Math.max(0, end.getTime() - firstAt.getTime())
}

/** What everybody who was told that it fires is told when it is over. */
export const resolvedMessageOf = (alert: ResolvedAlert, sentryUrl: string | null): Message =>
  messageOf(alert, 'resolved', { durationMs: lastedMs(alert), sentryUrl })

/** A page of this installation, as people outside reach it. */
export function dashboardUrl(path: string): string {
  const { NEXTAUTH_URL, PORT } = env()
  return new URL(path, NEXTAUTH_URL ?? `http://localhost:${PORT}`).href
}
