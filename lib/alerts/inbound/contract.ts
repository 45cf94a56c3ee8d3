import { z } from 'zod'
import { nameField } from '../contract'

/** The systems whose webhooks are understood. */
export const inboundKinds = ['alertmanager', 'grafana', 'sentry', 'uptimerobot'] as const
export const InboundKind = z.enum(inboundKinds)
export type InboundKind = z.infer<typeof InboundKind>

/** An address at which another system hands in its alerts. Its key is shown once and never again. */
export const AlertInbound = z
  .object({
    id: z.uuid(),
    name: z.string().meta({ description: 'Source of the alerts that come in here' }),
    kind: InboundKind,
    keyPrefix: z.string().meta({ description: 'The beginning of the key, to tell one from another' }),
    lastReceivedAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'AlertInbound' })
export type AlertInbound = z.infer<typeof AlertInbound>

export const AlertInboundList = z.object({ items: z.array(AlertInbound), nextCursor: z.null() })
export type AlertInboundList = z.infer<typeof AlertInboundList>

/** Sources of Daybook's own alerts: those of another system must not be taken for them. */
const reserved: ReadonlySet<string> = new Set(['daybook', 'sample'])

/** The name is the source of the alerts, and with a "|" behind it the beginning of what tells one trouble from another. */
const sourceField = nameField
  .refine((name) => !reserved.has(name.toLowerCase()), 'Daybook uses this name itself. Please choose another one')
  .refine((name) => !name.includes('|'), 'Please leave the “|” out')

export const AlertInboundInput = z.strictObject({ name: sourceField, kind: InboundKind })
export type AlertInboundInput = z.infer<typeof AlertInboundInput>

/** `url` has the key: who knows it may hand in alerts. */
export const NewAlertInbound = AlertInbound.extend({ key: z.string(), url: z.url() }).meta({ id: 'NewAlertInbound' })
export type NewAlertInbound = z.infer<typeof NewAlertInbound>

export const AlertInboundParams = z.object({ id: z.uuid() })
export const InboundKeyParams = z.object({ key: z.string().max(200) })
/** UptimeRobot adds its variables to the address; the others add nothing. */
export const InboundQuery = z.record(z.string().max(100), z.string().max(2_000))

/** What came of one delivery of another system. A repeat of what is known changes nothing. */
export const InboundReceipt = z.object({
  received: z.number().int(),
  opened: z.number().int(),
  resolved: z.number().int(),
  ignored: z.number().int().meta({ description: 'Not about an alert, or known already' }),
})
export type InboundReceipt = z.infer<typeof InboundReceipt>
