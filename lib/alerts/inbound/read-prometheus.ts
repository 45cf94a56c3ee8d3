import { hash } from 'node:crypto'
import { z } from 'zod'
import { factsOf, type InboundAlert, type InboundReader, pastTime, plainLine, severityOf } from './inbound-alert'

const Words = z.record(z.string().max(200), z.string()).default({})

/**
 * The webhook of Alertmanager (version 4: prometheus.io/docs/alerting/latest/configuration, webhook_config) and of Grafana's
 * alerting, which sends the same shape with additions (grafana.com/docs, "Configure the webhook notifier").
 */
const PrometheusMessage = z.object({
  alerts: z
    .array(
      z.object({
        status: z.enum(['firing', 'resolved']),
        labels: Words,
        annotations: Words,
        startsAt: z.string().nullish(),
        generatorURL: z.string().nullish(),
        fingerprint: z.string().min(1).max(200).nullish(),
        dashboardURL: z.string().nullish(),
        panelURL: z.string().nullish(),
        /** Grafana: the numbers behind it. */
        values: z.record(z.string(), z.number()).nullish(),
      }),
    )
    .max(1_000),
})
type PrometheusAlert = z.infer<typeof PrometheusMessage>['alerts'][number]

/** Alerts of one group; `truncatedAlerts` is what the sender left out, and sends again with the next change. */
export const readPrometheus: InboundReader = ({ body }) => {
  const { alerts } = PrometheusMessage.parse(body)
  return { alerts: alerts.map(toAlert), ignored: 0 }
}

function toAlert(alert: PrometheusAlert): InboundAlert {
  const { labels, annotations } = alert
  const name = labels.alertname ?? 'Alert'
  const { alertname: _name, severity: _severity, grafana_folder: _folder, ...rest } = labels
  return {
    status: alert.status,
    subject: alert.fingerprint ?? fingerprintOf(labels),
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

/** Alertmanager itself makes it from the labels; older senders leave it out. */
function fingerprintOf(labels: Record<string, string>): string {
  const sorted = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))
  return hash('sha256', JSON.stringify(sorted), 'hex').slice(0, 16)
}
