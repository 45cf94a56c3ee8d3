import type { BusinessField } from './secrets'

/**
 * Where a secret may stand although it is one. Everything that is not in this list is a leak: the list is the honest part of
 * the promise, so each line has its reason.
 */
type Allowed = { canary: RegExp; place: RegExp; why: string }

const column = (field: BusinessField, ...columns: string[]): Allowed => ({
  canary: new RegExp(`^business ${field.replace('.', '\\.')}$`),
  place: new RegExp(`^database: (${columns.join('|').replaceAll('.', '\\.')})$`),
  why: 'somebody wrote it into this field, which is kept as it was written',
})

export const allowed: readonly Allowed[] = [
  column('lead.name', 'Lead.name', 'Student.name', 'IdempotencyKey.response'),
  column('lead.course', 'Lead.course', 'IdempotencyKey.response', 'Student.course'),
  column('lead.origin', 'Lead.origin', 'IdempotencyKey.response'),
  column('lead.notes', 'Lead.notes', 'IdempotencyKey.response'),
  column('invoice.line', 'InvoiceLine.description', 'IdempotencyKey.response'),
  column('payment.reference', 'Payment.reference', 'IdempotencyKey.response'),
  column('student.course', 'Student.course'),
  column('incident.title', 'Incident.title'),
  column('incident.note', 'IncidentEntry.text'),
  column('incident.action', 'IncidentAction.title', 'IncidentEntry.text'),
  column('incident.postMortem', 'Incident.postMortem'),
  column('silence.reason', 'Silence.reason'),
  column('window.name', 'MaintenanceWindow.name'),
  column('correction.reason', 'SloCorrection.reason'),
  column('channel.name', 'AlertChannel.name', 'Delivery.message'),
  column('apiKey.name', 'ApiKey.name'),
  column('company.name', 'Setting.value'),
  {
    canary: /^business /,
    place: /^(answers|pages) to a founder:/,
    why: 'a founder may read every field; the trail and its export are looked at apart, and strictly',
  },
  {
    canary: /^business (lead|invoice|payment|student|company)\./,
    place: /^(answers|pages) to staff:/,
    why: 'the business is the work of the staff',
  },
  {
    canary: /^business channel\.name$/,
    place: /^(messages|mails)$/,
    why: 'the name of a channel is there to be read by those who are told of it',
  },
  {
    canary: /^business correction\.reason$/,
    place: /^exports: service levels$/,
    why: 'the file is the list of what founders wrote',
  },
  {
    canary: /^credential (callbackToken|queryOfPage|queryWhileAway)$/,
    place: /^refusals: .*page/,
    why: 'Next writes a page’s own address into it, for the one who asked for it and nobody else',
  },
  {
    canary: /^(person quoted|credential tokenInQuotedRow)$/,
    place: /^files: postgres\.log$/,
    why: 'PostgreSQL writes down what a trigger raises, and the trigger is somebody else’s',
  },
  {
    canary: /^person quoted$/,
    place: /^(log|exports: (csv|ndjson)|spool.*|(answers|pages) to a founder:.*|database: AuditLog.*)$/,
    why: 'words that somebody else’s trigger puts into its error are kept like any error; Sentry gets no address even so',
  },
]

export const isAllowed = (canary: string, place: string): boolean =>
  allowed.some((one) => one.canary.test(canary) && one.place.test(place))
