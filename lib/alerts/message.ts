import { z } from 'zod'
import { AlertSeverity, Change, Fact } from './contract'

/** Why a channel is written to. */
export const DeliveryKind = z.enum([
  'firing',
  'repeat',
  'resolved',
  'escalation',
  'notice',
  'test',
  'digest',
  'drill',
  'dead-letter',
  'checkpoint',
])
export type DeliveryKind = z.infer<typeof DeliveryKind>

/**
 * What a human is told, before a channel gives it its form. It stands in "Delivery" as JSON and holds no secret and no
 * stack trace. Times are ISO 8601 UTC.
 */
export const Message = z.object({
  kind: DeliveryKind,
  severity: AlertSeverity,
  /** A few words: the rule's title, or what the notice is about. */
  title: z.string(),
  /** One sentence for somebody who is no engineer. */
  sentence: z.string(),
  source: z.string(),
  rule: z.string().nullable(),
  alertId: z.uuid().nullable(),
  /** Of what is no alert and has an end all the same (a drill): by which a service that keeps incidents knows it again. */
  incidentKey: z.uuid().exactOptional(),
  /** When the trouble began, or when the notice was due. */
  at: z.iso.datetime(),
  count: z.number().int(),
  /** Of a resolved alert: from its beginning to the last time it was seen. */
  durationMs: z.number().int().nullable(),
  facts: z.array(Fact),
  changes: z.array(Change),
  /** Paragraphs of a digest or a checkpoint, as plain text. */
  body: z.string().nullable(),
  links: z.object({
    dashboard: z.string(),
    sentry: z.string().nullable(),
    runbook: z.string().nullable(),
  }),
})
export type Message = z.infer<typeof Message>
