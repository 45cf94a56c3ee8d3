import { z } from 'zod'
import { factsOf, type InboundAlert, type InboundReader, pastTime, plainLine, severityOf } from './inbound-alert'

// docs.sentry.io/integrations/integration-platform/webhooks: issue alerts, metric alerts and issues. The header
// Sentry-Hook-Resource names the kind, and so does what is in `data`.

const Text = z.string().nullish()
const Id = z.union([z.string().min(1).max(100), z.number().int()]).transform(String)

const IssueAlert = z.object({
  action: z.literal('triggered'),
  data: z.object({
    event: z.object({
      issue_id: Id.nullish(),
      event_id: Id.nullish(),
      title: Text,
      culprit: Text,
      level: Text,
      datetime: Text,
      environment: Text,
      platform: Text,
      web_url: Text,
    }),
    triggered_rule: Text,
  }),
})

const MetricAlert = z.object({
  action: z.enum(['critical', 'warning', 'resolved']),
  data: z.object({
    metric_alert: z.object({
      id: Id.nullish(),
      identifier: Id.nullish(),
      date_started: Text,
      title: Text,
      alert_rule: z.object({ name: Text }).nullish(),
    }),
    description_text: Text,
    description_title: Text,
    web_url: Text,
  }),
})

const IssueChange = z.object({
  action: z.enum(['created', 'unresolved', 'resolved', 'archived', 'ignored', 'assigned']),
  data: z.object({
    issue: z.object({
      id: Id,
      shortId: Text,
      title: Text,
      culprit: Text,
      level: Text,
      firstSeen: Text,
      web_url: Text,
      permalink: Text,
      project: z.object({ slug: Text }).nullish(),
    }),
  }),
})

/** The older "WebHooks" plugin of a project. */
const PluginAlert = z.object({
  id: Id,
  project: z.string(),
  message: Text,
  culprit: Text,
  level: Text,
  url: Text,
  event: z.object({ title: Text, environment: Text }).nullish(),
})

/** Anything else that an integration may be subscribed to: installations, comments, raw errors. */
const OtherHook = z.object({ action: z.string(), data: z.record(z.string(), z.unknown()) })

const readers = [
  { schema: IssueAlert, read: fromIssueAlert },
  { schema: MetricAlert, read: fromMetricAlert },
  { schema: IssueChange, read: fromIssueChange },
  { schema: PluginAlert, read: fromPlugin },
] as const

/** An issue has one subject in all kinds of hooks, so that "resolved" in Sentry ends what its alert rule began. */
export const readSentry: InboundReader = ({ body }) => {
  for (const { schema, read } of readers) {
    const result = schema.safeParse(body)
    if (!result.success) continue
    // Each reader is paired with its own schema in the list above.
    const alert = (read as (message: unknown) => InboundAlert | undefined)(result.data)
    return alert ? { alerts: [alert], ignored: 0 } : { alerts: [], ignored: 1 }
  }
  OtherHook.parse(body)
  return { alerts: [], ignored: 1 }
}

function fromIssueAlert({ data }: z.infer<typeof IssueAlert>): InboundAlert | undefined {
  const { event, triggered_rule: rule } = data
  const id = event.issue_id ?? event.event_id
  if (!id) return undefined
  return {
    status: 'firing',
    subject: `issue ${id}`,
    title: plainLine(rule ?? 'Sentry issue', 120),
    sentence: plainLine(event.title ?? 'An error without a title'),
    severity: severityOf(event.level),
    // When the event was: every further event of the same issue is the same trouble.
    startedAt: pastTime(event.datetime),
    facts: factsOf({
      where: event.culprit,
      environment: event.environment,
      platform: event.platform,
      'in Sentry': event.web_url,
    }),
  }
}

function fromMetricAlert({ action, data }: z.infer<typeof MetricAlert>): InboundAlert | undefined {
  const { metric_alert: alert } = data
  const id = alert.id ?? alert.identifier
  if (!id) return undefined
  return {
    status: action === 'resolved' ? 'resolved' : 'firing',
    subject: `metric alert ${id}`,
    title: plainLine(alert.alert_rule?.name ?? alert.title ?? 'Sentry metric alert', 120),
    sentence: plainLine(data.description_title ?? data.description_text ?? 'A metric crossed its threshold'),
    severity: severityOf(action),
    startedAt: pastTime(alert.date_started),
    facts: factsOf({ condition: data.description_text, 'in Sentry': data.web_url }),
  }
}

function fromIssueChange({ action, data }: z.infer<typeof IssueChange>): InboundAlert | undefined {
  const { issue } = data
  if (action === 'assigned') return undefined
  return {
    status: action === 'created' || action === 'unresolved' ? 'firing' : 'resolved',
    subject: `issue ${issue.id}`,
    title: plainLine(issue.shortId ? `Sentry issue ${issue.shortId}` : 'Sentry issue', 120),
    sentence: plainLine(issue.title ?? 'An error without a title'),
    severity: severityOf(issue.level),
    startedAt: action === 'created' ? pastTime(issue.firstSeen) : undefined,
    facts: factsOf({
      where: issue.culprit,
      project: issue.project?.slug,
      'in Sentry': issue.web_url ?? issue.permalink,
    }),
  }
}

function fromPlugin(message: z.infer<typeof PluginAlert>): InboundAlert {
  return {
    status: 'firing',
    subject: `issue ${message.id}`,
    title: 'Sentry issue',
    sentence: plainLine(message.event?.title ?? message.message ?? 'An error without a title'),
    severity: severityOf(message.level),
    startedAt: undefined,
    facts: factsOf({
      where: message.culprit,
      project: message.project,
      environment: message.event?.environment,
      'in Sentry': message.url,
    }),
  }
}
