import { receiveAlerts } from '@/lib/alerts/inbound'
import { InboundKeyParams, InboundQuery, InboundReceipt } from '@/lib/alerts/inbound/contract'
import { defineRoute, operation, readHookBody } from '@/lib/http'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/alerts/inbound/[key]', {
  POST: operation({
    summary: 'Alerts of another system: Alertmanager, Grafana, Sentry or UptimeRobot',
    access: 'public',
    rateLimit: 'ingest',
    params: InboundKeyParams,
    query: InboundQuery,
    response: InboundReceipt,
    notes: {
      readsBody: {
        'application/json': { alerts: [{ status: 'firing', labels: { alertname: 'DiskFull', severity: 'critical' } }] },
        'application/x-www-form-urlencoded': 'monitorFriendlyName=Shop&alertType=1',
      },
    },
    handler: ({ ctx, params, query, request }) =>
      receiveAlerts(ctx, { key: params.key, query, readBody: () => readHookBody(request) }),
  }),
})
