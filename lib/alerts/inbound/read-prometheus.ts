import { hash } from 'node:crypto'
import { z } from 'zod'
import { factsOf, type InboundAlert, type InboundReader, pastTime, plainLine, severityOf } from './inbound-alert'

/** Labels and annotations are text by both systems' own rules; anything else that stands there says nothing. */
const Words = z
  .record(z.string(), z.unknown())
  .nullish()
  .transform((words) =>
    Object.fromEntries(
      Object.entries(words ?? {}).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
    ),
  )

/**
 * The webhook of Alertmanager (version 4: prometheus.io/docs/alerting/latest/configuration, webhook_config) and of Grafana's
 * alerting, which sends the same shape with additions (grafana.com/docs, "Configure the webhook notifier").
 */
const PrometheusMessage = z.object({ alerts: z.array(z.unknown()) })
const text = z.string().nullish().catch(undefined)
const PrometheusAlert = z.object({
  status: z.enum(['firing', 'resolved']),
  labels: Words,
  annotations: Words,
  startsAt: text,
  generatorURL: text,
  fingerprint: text,
  dashboardURL: text,
  panelURL: text,
  /** Grafana: the numbers behind it. */
  values: z.record(z.string(), z.number()).nullish().catch(undefined),
})
type PrometheusAlert = z.infer<typeof PrometheusAlert>

/**
 * Alerts of one group; `truncatedAlerts` is what the sender left out, and sends again with the next change. One that cannot be
 * used is ignored: a sender does not repeat a message that was refused, and the others of the group would be lost with it.
 */
export const readPrometheus: InboundReader = ({ body }) => {
  const results = PrometheusMessage.parse(body).alerts.map((alert) => PrometheusAlert.safeParse(alert))
  const alerts = results.flatMap(({ data }) => (data ? [toAlert(data)] : []))
  const refused = results.find(({ success }) => !success)?.error
  if (refused && alerts.length === 0) throw refused
  return { alerts, ignored: results.length - alerts.length, ...(refused ? { reason: refused } : {}) }
}

function toAlert(alert: PrometheusAlert): InboundAlert {
  const { labels, annotations } = alert
  const name = labels.alertname ?? 'Alert'
  const { alertname: _name, severity: _severity, grafana_folder: _folder, ...rest } = labels
  return {
    status: alert.status,
    subject: alert.fingerprint ? shortened(alert.fingerprint) : fingerprintOf(labels),
    title: plainLine(name, 120),
    sentence: plainLine(
      annotations.summary ?? annotations.description ?? annotations.message ?? sentenceOf(name, rest),
    ),
    severity: severityOf(labels.severity, labels.priority),
    startedAt: pastTime(alert.startsAt),
    facts: factsOf({
      ...rest,
      ...(annotations.summary ? { description: annotations.description } : {}),
      ...Object.fromEntries(Object.entries(alert.values ?? {}).map(([key, value]) => [`value ${key}`, String(value)])),
      source: alert.panelURL || alert.dashboardURL || alert.generatorURL,
      runbook: annotations.runbook_url,
    }),
  }
}

function sentenceOf(name: string, labels: Record<string, string>): string {
  const where = labels.instance ?? labels.service ?? labels.job
  return where ? `${name} on ${where}` : name
}

/** Cut off, two long ones could become the same. */
const shortened = (fingerprint: string): string =>
  fingerprint.length > 200 ? hash('sha256', fingerprint, 'hex').slice(0, 32) : fingerprint

/** Alertmanager itself makes it from the labels; older senders leave it out. */
function fingerprintOf(labels: Record<string, string>): string {
  const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))
  return hash('sha256', JSON.stringify(sorted), 'hex').slice(0, 16)
}
