import { z } from 'zod'
import { AuditEvent } from '../audit/contract'

/** The id in the address: what Daybook makes or keeps, and what other systems send with their events. */
export const ChainParams = z.object({ id: z.string().min(1).max(200) })

/** An alert that the chain caused. */
export const ChainAlert = z.object({
  kind: z.literal('alert'),
  id: z.uuid(),
  at: z.iso.datetime(),
  title: z.string(),
  sentence: z.string(),
  severity: z.string(),
  state: z.string(),
  rule: z.string(),
})

/** A message about it, or one that a person sent. */
export const ChainDelivery = z.object({
  kind: z.literal('delivery'),
  id: z.uuid(),
  at: z.iso.datetime(),
  message: z.string().meta({ description: 'What it tells: firing, resolved, test …' }),
  channel: z.string(),
  status: z.string(),
  attempts: z.number().int(),
  durationMs: z.number().int().nullable(),
})

/** One attempt of a background job. */
export const ChainJobRun = z.object({
  kind: z.literal('job'),
  id: z.uuid(),
  at: z.iso.datetime(),
  job: z.string(),
  attempt: z.number().int(),
  status: z.string(),
  durationMs: z.number().int().nullable(),
})

export const ChainEvent = z.object({ kind: z.literal('event'), id: z.uuid(), at: z.iso.datetime(), event: AuditEvent })

export const ChainItem = z.discriminatedUnion('kind', [ChainEvent, ChainAlert, ChainDelivery, ChainJobRun])
export type ChainItem = z.infer<typeof ChainItem>

/** Everything with one correlation id, in order of time. */
export const Chain = z
  .object({
    correlationId: z.string(),
    items: z.array(ChainItem),
    isCut: z.boolean().meta({ description: 'There is more of some kind than is shown (200 each)' }),
  })
  .meta({ id: 'Chain' })
export type Chain = z.infer<typeof Chain>
