import { env } from '../../env'
import type { Message } from '../message'

/** What a test says. It names the channel, so that somebody with several knows which one works. */
export function testMessage(channelName: string, byName: string, now: Date): Message {
  const { NEXTAUTH_URL, PORT } = env()
  const base = NEXTAUTH_URL ?? `http://localhost:${PORT}`
  return {
    kind: 'test',
    severity: 'info',
    title: 'this channel works',
    sentence: `${byName} sent this test to “${channelName}”. Alerts of Daybook will arrive here.`,
    source: 'daybook',
    rule: null,
    alertId: null,
    at: now.toISOString(),
    count: 1,
    durationMs: null,
    facts: [],
    changes: [],
    body: null,
    links: { dashboard: new URL('/dashboard/alerts/channels', base).href, sentry: null, runbook: null },
  }
}
