import { z } from 'zod'
import { pageOf, pageQuery } from '../../paging'
import { AlertDelivery } from '../contract'
import { DeliveryKind, Message } from '../message'

/** One notification to one channel, as the ledger has it. */
export const Delivery = AlertDelivery.extend({
  channelId: z.uuid(),
  alertId: z.uuid().nullable(),
  kind: DeliveryKind,
  title: z.string(),
  nextAttemptAt: z.iso.datetime().nullable(),
  responseStatus: z.number().int().nullable(),
  durationMs: z.number().int().nullable(),
  isMaybeRepeated: z.boolean(),
  replayOf: z.uuid().nullable(),
}).meta({ id: 'Delivery' })
export type Delivery = z.infer<typeof Delivery>

export const DeliveryAttempt = z.object({
  attempt: z.number().int(),
  startedAt: z.iso.datetime(),
  durationMs: z.number().int().nullable(),
  outcome: z.enum(['unknown', 'sent', 'failed', 'refused']),
  responseStatus: z.number().int().nullable(),
  error: z.string().nullable(),
})
export type DeliveryAttempt = z.infer<typeof DeliveryAttempt>

export const DeliveryDetail = Delivery.extend({ message: Message, tries: z.array(DeliveryAttempt) }).meta({
  id: 'DeliveryDetail',
})
export type DeliveryDetail = z.infer<typeof DeliveryDetail>

export const DeliveryQuery = z.strictObject({
  ...pageQuery,
  status: z.enum(['PENDING', 'SENDING', 'SENT', 'DEAD', 'CANCELLED']).optional(),
  channelId: z.uuid().optional(),
  alertId: z.uuid().optional(),
  kind: DeliveryKind.optional(),
})
export type DeliveryQuery = z.infer<typeof DeliveryQuery>
export const DeliveryPage = pageOf(Delivery)
export type DeliveryPage = z.infer<typeof DeliveryPage>
export const DeliveryParams = z.object({ id: z.uuid() })
