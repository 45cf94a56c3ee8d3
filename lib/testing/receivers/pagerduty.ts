import { type Answer, openReceiver, parsed, type Receiver, type Service } from './receiver'

export type Incident = { key: string; summary: string; triggers: number; isOpen: boolean }
export type PagerDuty = Receiver & { incidents: Map<string, Incident>; changes: string[] }

const invalid = (...errors: string[]): Answer => ({
  status: 400,
  body: JSON.stringify({ status: 'invalid event', message: 'Event object is invalid', errors }),
})

/** PagerDuty's Events API v2: what it takes, and the incidents that come of it (developer.pagerduty.com/docs/events-api-v2). */
export async function openPagerDuty(): Promise<PagerDuty> {
  const incidents = new Map<string, Incident>()
  const changes: string[] = []
  const service: Service = ({ method, path, body }) => {
    if (method !== 'POST' || !['/v2/enqueue', '/v2/change/enqueue'].includes(path)) return { status: 404, body: '' }
    if (Buffer.byteLength(body) > 512_000) return { status: 413, body: '' }
    const event = parsed(body)
    if (!event) return { status: 400, body: JSON.stringify({ status: 'invalid event', errors: ['Invalid JSON'] }) }
    if (!/^\w{32}$/.test(String(event.routing_key)))
      return invalid("Length of 'routing_key' is incorrect (should be 32 characters)")
    const payload = Object.fromEntries(Object.entries(event.payload ?? {}))
    if (path === '/v2/change/enqueue') {
      if (typeof payload.summary !== 'string' || payload.summary.length > 1_024)
        return invalid("'payload.summary' is wrong")
      changes.push(payload.summary)
      return accepted({})
    }
    return take(event, payload, incidents)
  }
  return { ...(await openReceiver(service)), incidents, changes }
}

function take(
  event: Record<string, unknown>,
  payload: Record<string, unknown>,
  incidents: Map<string, Incident>,
): Answer {
  const { event_action: action, dedup_key: key } = event
  if (typeof key !== 'string' || key.length > 255) return invalid("'dedup_key' must be 255 characters or less")
  const known = incidents.get(key)
  if (action === 'resolve') {
    if (known) known.isOpen = false
    return accepted({ dedup_key: key })
  }
  if (action !== 'trigger') return invalid("'event_action' is invalid")
  const { summary, source, severity } = payload
  if (typeof summary !== 'string' || summary === '' || summary.length > 1_024)
    return invalid("'payload.summary' is missing or too long")
  if (typeof source !== 'string' || source === '') return invalid("'payload.source' is missing or blank")
  if (!['critical', 'error', 'warning', 'info'].includes(String(severity)))
    return invalid("'payload.severity' is invalid")
  if (known?.isOpen) known.triggers += 1
  else incidents.set(key, { key, summary, triggers: 1, isOpen: true })
  return accepted({ dedup_key: key })
}

const accepted = (more: object): Answer => ({
  status: 202,
  body: JSON.stringify({ status: 'success', message: 'Event processed', ...more }),
})

/** An integration key that the receiver takes. */
export const routingKey = 'canaryPagerDutyKey56789012345678'
