/** The page above all operations. Longer in docs/api.md. */
export const introduction = `Everything the dashboard does, for programs.

**Signing in.** People: \`GET /api/auth/csrf\`, then \`POST /api/auth/callback/credentials\`; the session is a cookie.
Programs: a key that a founder made, as \`Authorization: Bearer dbk_…\`.

**Answers.** A bare object, or \`{ items, nextCursor }\` for a list. Times are ISO 8601 in UTC, amounts are whole minor
units beside an ISO 4217 code. Each answer has \`X-Request-Id\`.

**Errors.** \`application/problem+json\` (RFC 9457) with \`code\`, \`requestId\` and, for bad input, one entry in \`errors\`
per problem. A method that an address does not have is answered 405 with \`Allow\`.

**Limits.** Bodies up to 1 MiB and 20 levels deep, lists up to 200 a page; unknown query parameters are refused.
Too many requests are answered 429 with \`Retry-After\`.

**Promise.** Addresses, fields and formats are added to, never renamed, removed or given another meaning. Let fields pass
that you do not know.`

/** A sentence for each noun. */
export const tagDescriptions: Readonly<Record<string, string>> = {
  'Alert channels': 'Where alerts are sent.',
  'Alert drills': 'Test alarms that show whether anybody is reached.',
  'Alert inbound': 'Addresses at which other systems hand in their alerts.',
  'Alert rules': 'When an alert fires.',
  'Alert settings': 'How alerts behave: cooldown, quiet hours, escalation.',
  Alerts: 'What needs somebody, and what became of it.',
  'API keys': 'With which programs call.',
  'Audit logs': 'The provable trail of everything that happened.',
  Correlations: 'Everything that one request led to.',
  Deliveries: 'Each message of an alert, with its attempts.',
  Digests: 'The day in a few lines.',
  Health: 'For uptime monitors and orchestrators.',
  Incidents: 'The human story around alerts.',
  Invoices: 'Invoices, and paying them.',
  Jobs: 'Background work.',
  Leads: 'People who may become students.',
  'Maintenance windows': 'Planned work during which nobody is woken.',
  Members: 'People who can sign in.',
  Payments: 'Money that came in.',
  'Service levels': 'What is promised, what was kept, and what may still go wrong.',
  Settings: 'What founders set.',
  'Sign-in': 'Sessions of people (NextAuth).',
  Silences: 'Keep alerts from being told for a while.',
  Students: 'People who have paid.',
  'This document': 'What you are reading.',
}
