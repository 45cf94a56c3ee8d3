import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { requiredText } from '../../form-fields'
import type { OutboundAnswer } from '../../outbound'
import type { AlertSeverity } from '../contract'
import type { DeliveryKind, Message } from '../message'
import { channel, type Receipt, type SendInput } from './channel'
import { DeliveryError } from './delivery-error'
import { urlValueOr } from './fields'
import { fit } from './fit'
import { factsWithin, linesWithin, type MessageText, messageText } from './message-text'
import { jsonObject, post } from './post'

const limits = {
  // https://developer.pagerduty.com/docs/events-api-v2/trigger-events: summary, dedup_key, and the event as a whole.
  summary: 1_024,
  dedupKey: 255,
  eventBytes: 512_000,
  // Ours: what a person reads in an incident.
  facts: 30,
  fact: 500,
  body: 10_000,
}

/** PagerDuty knows four severities. */
const severities: Record<AlertSeverity, 'critical' | 'error' | 'warning' | 'info'> = {
  critical: 'critical',
  high: 'error',
  medium: 'warning',
  low: 'info',
  info: 'info',
}

/**
 * What each kind is to PagerDuty. News that nobody has to act on is a change event, which opens no incident; a test opens one,
 * to prove that it can, and closes it again.
 */
const acts: Record<DeliveryKind, Act> = {
  firing: 'trigger',
  repeat: 'trigger',
  escalation: 'trigger',
  resolved: 'resolve',
  drill: 'trigger',
  'dead-letter': 'change',
  test: 'trigger',
  notice: 'change',
  digest: 'change',
  checkpoint: 'change',
}

type Act = 'trigger' | 'resolve' | 'change'

/** One event of the Events API v2. */
export function pagerdutyEvent(act: Act, message: Message, input: { routingKey: string } & Omit<SendInput, 'signal'>) {
  const text = messageText(message, input.isMaybeRepeated)
  const summary = fit(`${text.emoji} ${text.headline}. ${text.sentence}`, limits.summary)
  const links = text.links.map(({ label, url }) => ({ href: url, text: label }))
  const common = { routing_key: input.routingKey, links }
  const payload = { summary, source: fit(message.source || 'daybook', 255), timestamp: message.at }
  if (act === 'change') return { ...common, payload: { ...payload, custom_details: detailsOf(text) } }
  // The alert's or drill's id ties "resolve" to its "trigger", and keeps a repeat from opening a second incident.
  const dedupKey = { event_action: act, dedup_key: message.alertId ?? message.incidentKey ?? input.deliveryId }
  if (act === 'resolve')
    return { ...common, ...dedupKey, payload: { ...payload, severity: severities[message.severity] } }
  return {
    ...common,
    ...dedupKey,
    client: 'Daybook',
    payload: {
      ...payload,
      severity: severities[message.severity],
      ...(message.rule === null ? {} : { class: fit(message.rule, 255) }),
      custom_details: detailsOf(text),
    },
  }
}

function detailsOf(text: MessageText): Record<string, string> {
  const facts = factsWithin(text.facts, limits.facts).map(({ name, value }) => [
    fit(name, 100),
    fit(value, limits.fact),
  ])
  return Object.fromEntries([
    ...facts,
    ...(text.changes.length === 0 ? [] : [['Changed before', linesWithin(text.changes, 3_000)]]),
    ...(text.body === null ? [] : [['Text', fit(text.body, limits.body)]]),
    ...(text.note === null ? [] : [['Note', text.note]]),
  ])
}

function explain({ status, bodyStart }: OutboundAnswer): string | undefined {
  if (status === 429) return 'PagerDuty takes no more events of this integration for a while (429).'
  const { errors } = jsonObject(bodyStart)
  const [first] = Array.isArray(errors) ? errors : []
  return typeof first === 'string' ? `PagerDuty answered ${status}: ${fit(first, 200)}` : undefined
}

export const pagerduty = channel({
  type: 'pagerduty',
  title: 'PagerDuty',
  description: 'Opens an incident when an alert fires and closes it when the alert is resolved.',
  setup:
    'In PagerDuty, open the service, then Integrations, Add an integration, Events API V2, and copy the integration key.',
  config: z.strictObject({
    routingKey: requiredText(32).regex(/^[A-Za-z0-9]{32}$/, 'The integration key has 32 letters and digits'),
    baseUrl: urlValueOr('https://events.pagerduty.com'),
  }),
  fields: [
    { name: 'routingKey', title: 'Integration key', kind: 'password', isSecret: true, isRequired: true },
    {
      name: 'baseUrl',
      title: 'Address of the service',
      kind: 'url',
      isSecret: false,
      isRequired: false,
      placeholder: 'https://events.pagerduty.com',
      help: 'For accounts in the EU: https://events.eu.pagerduty.com',
    },
  ],
  keepsIncidents: true,
  limits,
  async send(message, { routingKey, baseUrl }, { signal, ...input }) {
    const base = baseUrl.replace(/\/+$/, '')
    const tell = (act: Act) =>
      post({
        service: 'PagerDuty',
        url: `${base}/v2/${act === 'change' ? 'change/enqueue' : 'enqueue'}`,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(pagerdutyEvent(act, message, { routingKey, ...input })),
        signal,
        explain,
      })
    const receipt = await tell(acts[message.kind])
    return message.kind === 'test' ? closeTest(() => tell('resolve'), signal) : receipt
  },
})

/** A test is not tried again, so its incident is closed now: three attempts, and then whoever sent it is told. */
async function closeTest(close: () => Promise<Receipt>, signal: AbortSignal): Promise<Receipt> {
  for (const pauseMs of [300, 1_000]) {
    const closed = await close().catch(() => undefined)
    if (closed) return closed
    await sleep(pauseMs, undefined, { signal }).catch(() => {})
  }
  try {
    return await close()
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error
    const { message, isPermanent, responseStatus } = error
    throw new DeliveryError(`The incident of this test is open in PagerDuty, please resolve it there. ${message}`, {
      isPermanent,
      cause: error,
      ...(responseStatus === null ? {} : { responseStatus }),
    })
  }
}
