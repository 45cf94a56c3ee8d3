import type { InboundKind } from '@/lib/alerts/inbound/contract'

interface InboundSystem {
  name: string
  /** Where to enter the address, one step a line. */
  steps: readonly string[]
  /** A piece of configuration with the address in it, where the system is set up by a file. */
  snippet?: (url: string) => string
}

/** How each system is pointed at an address. */
export const inboundSystems: Record<InboundKind, InboundSystem> = {
  alertmanager: {
    name: 'Alertmanager',
    steps: ['Add this receiver to alertmanager.yml.', 'Name it in a route, then reload Alertmanager.'],
    snippet: (url) =>
      [
        'receivers:',
        '  - name: daybook',
        '    webhook_configs:',
        `      - url: ${url}`,
        '        send_resolved: true',
      ].join('\n'),
  },
  grafana: {
    name: 'Grafana',
    steps: [
      'In Grafana open Alerting, Contact points, and add one.',
      'Choose the integration Webhook, paste the address as URL and leave the method at POST.',
      'Use the contact point in a notification policy.',
    ],
  },
  sentry: {
    name: 'Sentry',
    steps: [
      'In Sentry open Settings, Developer Settings, and create an internal integration with this address as webhook URL.',
      'Switch on Alert Rule Action, and the webhook “issue” so that resolved issues end their alerts.',
      'Choose the integration as action of your alert rules.',
    ],
  },
  uptimerobot: {
    name: 'UptimeRobot',
    steps: [
      'In UptimeRobot open Integrations and add a webhook.',
      'Paste the address with a question mark at its end as URL to notify; UptimeRobot adds what it has to say.',
      'Choose the integration in your monitors, for down and for up.',
    ],
  },
}

/** The address as the system wants it. */
export const addressFor = (kind: InboundKind, url: string): string => (kind === 'uptimerobot' ? `${url}?` : url)
