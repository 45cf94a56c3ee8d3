// Made up after the senders' public documents; only the parts that are read and some that are not.

export const prometheusMessage = (status: 'firing' | 'resolved') => ({
  version: '4',
  groupKey: '{}:{alertname="ProbeFailure"}',
  truncatedAlerts: 0,
  status,
  receiver: 'daybook',
  groupLabels: { alertname: 'ProbeFailure' },
  commonLabels: {},
  commonAnnotations: {},
  externalURL: 'http://alertmanager.example.org:9093',
  alerts: [
    {
      status,
      labels: { alertname: 'ProbeFailure', instance: 'https://shop.example.org', severity: 'critical' },
      annotations: { summary: 'The shop does not answer', description: 'For five minutes' },
      startsAt: '2026-11-27T13:08:45.828Z',
      endsAt: status === 'firing' ? '0001-01-01T00:00:00Z' : '2026-11-27T13:20:00Z',
      generatorURL: 'http://prometheus.example.org:9090/graph',
      fingerprint: '1a30ba71cca2921f',
    },
    {
      status,
      labels: { alertname: 'DiskFilling', instance: 'db-1', severity: 'warning' },
      annotations: {},
      startsAt: '2026-11-27T13:09:00Z',
      endsAt: '0001-01-01T00:00:00Z',
      generatorURL: '',
      fingerprint: '99aa',
    },
  ],
})

export const grafanaMessage = (
  status: 'firing' | 'resolved' = 'firing',
  startsAt = '2026-11-27T09:51:03.157076+02:00',
) => ({
  receiver: 'Daybook',
  status,
  orgId: 1,
  alerts: [
    {
      status,
      labels: { alertname: 'High memory usage', grafana_folder: 'Ops', team: 'blue' },
      annotations: { summary: 'Memory is at 95 %', runbook_url: 'https://wiki.example.org/memory' },
      startsAt,
      endsAt: '0001-01-01T00:00:00Z',
      generatorURL: 'https://grafana.example.org/alerting/1afz29v7z/edit',
      fingerprint: 'c6eadffa33fcdf37',
      silenceURL: 'https://grafana.example.org/alerting/silence/new',
      dashboardURL: '',
      panelURL: '',
      values: { B: 95.2, C: 1 },
    },
  ],
  version: '1',
  groupKey: '{}:{alertname="High memory usage"}',
  truncatedAlerts: 0,
  title: '[FIRING:1]',
  state: 'alerting',
  message: '**Firing**',
})

export const sentryIssueAlert = (datetime = '2026-11-27T10:00:00.000Z') => ({
  action: 'triggered',
  actor: { id: 'sentry', name: 'Sentry', type: 'application' },
  installation: { uuid: 'a8e5d37a-696c-4c54-adb5-b3f28d64c7de' },
  data: {
    event: {
      event_id: 'e4874d664c3540c1a32eab185f12c5ab',
      issue_id: '1117540176',
      title: 'ReferenceError: cart is not defined',
      culprit: 'checkout in pay',
      level: 'error',
      platform: 'javascript',
      datetime,
      web_url: 'https://sentry.example.org/issues/1117540176/events/e4874d66/',
    },
    triggered_rule: 'Checkout errors',
    issue_alert: { title: 'Checkout errors', settings: [] },
  },
})

export const sentryIssueChange = (action: string) => ({
  action,
  actor: { id: 7, name: 'Kim', type: 'user' },
  data: {
    issue: {
      id: '1117540176',
      shortId: 'SHOP-1',
      title: 'ReferenceError: cart is not defined',
      culprit: 'checkout in pay',
      level: 'error',
      firstSeen: '2026-11-27T10:00:00.000Z',
      web_url: 'https://sentry.example.org/issues/1117540176/',
      project: { id: '1', slug: 'shop' },
    },
  },
})

export const sentryMetricAlert = (action: 'critical' | 'warning' | 'resolved') => ({
  action,
  actor: { id: 'sentry', name: 'Sentry', type: 'application' },
  data: {
    description_text: '1000 events in the last 10 minutes',
    description_title: `${action}: Too many errors`,
    web_url: 'https://sentry.example.org/alerts/1/',
    metric_alert: {
      id: '4',
      identifier: '1',
      date_started: '2026-11-27T11:00:00Z',
      title: 'Too many errors',
      alert_rule: { name: 'Too many errors' },
    },
  },
})
