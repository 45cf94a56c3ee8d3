import { DeliveryKind, type Message } from '../alerts/message'
import { uuidv7 } from '../ids'

/** A message of this kind as the engine makes it. */
export function newMessage(kind: DeliveryKind, changes: Partial<Message> = {}): Message {
  const isAboutAlert = ['firing', 'repeat', 'resolved', 'escalation'].includes(kind)
  return {
    kind,
    severity: isAboutAlert ? 'critical' : 'info',
    title: 'Critical event',
    sentence: 'The conversion of a lead failed halfway.',
    source: 'daybook',
    rule: isAboutAlert ? 'critical-event' : null,
    alertId: isAboutAlert ? uuidv7() : null,
    at: '2026-11-28T04:05:06.789Z',
    count: 14,
    durationMs: kind === 'resolved' ? 750_000 : null,
    facts: [{ name: 'Action', value: 'LEAD_TO_STUDENT_CONVERSION' }],
    changes: [{ eventId: uuidv7(), at: '2026-11-28T03:59:10.000Z', sentence: 'Kim Lee changed the e-mail settings' }],
    body: kind === 'digest' || kind === 'checkpoint' ? 'First line\nSecond line' : null,
    links: {
      dashboard: 'https://daybook.example.org/dashboard/alerts/018f0000-0000-7000-8000-000000000001',
      sentry: 'https://sentry.example.org/issues/1/',
      runbook: null,
    },
    ...changes,
  }
}

export const deliveryKinds = DeliveryKind.options

/** What would turn a reader or a service against the text it stands in. */
export const nasty =
  '<!channel> <@U1> @everyone *b* _i_ `c` [x](http://evil.test) <script>alert(1)</script> & "q" \u202egnp.exe\u0007\u001b[31m\ud800 end'

/** A message that is far beyond every service's limits, of characters that count for more than one. */
export function monstrousMessage(kind: DeliveryKind): Message {
  const huge = (unit: string) => unit.repeat(3_000)
  const family = '👨‍👩‍👧‍👦'
  return newMessage(kind, {
    title: huge(`${family} & <b>`),
    sentence: huge(`${nasty} 🚨é"\\\n`),
    source: huge('source '),
    rule: huge('rule'),
    facts: Array.from({ length: 60 }, (_, at) => ({
      name: `Fact ${at} ${'&<>'.repeat(200)}`,
      value: `${family}"`.repeat(200),
    })),
    changes: Array.from({ length: 60 }, () => ({
      eventId: uuidv7(),
      at: '2026-11-28T03:59:10.000Z',
      sentence: '*&<'.repeat(25),
    })),
    body: huge(`${family} <line> & "text"\n`),
    links: {
      dashboard: `https://daybook.example.org/${'a&b|c>'.repeat(80)}`,
      sentry: `https://sentry.example.org/${'x'.repeat(5_000)}`,
      runbook: 'javascript:alert(1)',
    },
  })
}
