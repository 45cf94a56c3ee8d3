import { defineRoute, operation } from '@/lib/http'
import { MetricsQuery, MetricsSnapshot } from '@/lib/metrics/contract'
import { metricsResponse } from '@/lib/runtime'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/metrics', {
  GET: operation({
    summary: 'Metrics for Prometheus, as text 0.0.4 or OpenMetrics 1.0, or as a JSON snapshot',
    access: { role: 'FOUNDER', scope: 'metrics:read' },
    query: MetricsQuery,
    response: MetricsSnapshot,
    rawResponse: 'text/plain, application/openmetrics-text or application/json, by Accept or ?format=',
    notes: {
      media: {
        'text/plain':
          '# TYPE daybook_http_requests_total counter\ndaybook_http_requests_total{method="GET",route="/api/leads",status="200"} 1027\n',
        'application/openmetrics-text':
          '# TYPE daybook_http_requests counter\ndaybook_http_requests_total{method="GET",route="/api/leads",status="200"} 1027\n# EOF\n',
      },
    },
    handler: ({ request, query }) => metricsResponse(request, query.format),
  }),
})
