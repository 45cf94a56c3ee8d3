import { z } from 'zod'
import { DeliveryKind, Message } from '../message'

/** One try to send, as "DeliveryAttempt" will have it. */
const Attempt = z.object({
  startedAt: z.iso.datetime(),
  durationMs: z.number().int().nullable(),
  outcome: z.enum(['unknown', 'sent', 'failed', 'refused']),
  responseStatus: z.number().int().nullable(),
  error: z.string().nullable(),
})

/** A message to one channel, as "Delivery" will have it. */
export const DirectDelivery = z.object({
  id: z.uuid(),
  channelId: z.uuid(),
  kind: DeliveryKind,
  message: Message,
  status: z.enum(['PENDING', 'SENDING', 'SENT', 'DEAD', 'CANCELLED']),
  isMaybeRepeated: z.boolean(),
  /** Who has it although others do not. An older version did not note it. */
  toldTo: z.array(z.string()).default([]),
  nextAttemptAt: z.iso.datetime(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  attempts: z.array(Attempt),
})
export type DirectDelivery = z.infer<typeof DirectDelivery>

/** A time without database, until its rows are in the database. */
export const Outage = z.object({
  /** Also the id of the alert. */
  id: z.uuid(),
  code: z.string(),
  startedAt: z.iso.datetime(),
  openedAt: z.iso.datetime(),
  /** When the database answered again. */
  endedAt: z.iso.datetime().nullable(),
  deliveries: z.array(DirectDelivery),
})
export type Outage = z.infer<typeof Outage>

/** What outlives a restart: the outage under way, and the cooldown of each channel, also of outages that are over. */
export const DirectState = z.object({
  outage: Outage.nullable(),
  lastFiringAt: z.record(z.string(), z.iso.datetime()),
})
export type DirectState = z.infer<typeof DirectState>

/** Whether somebody may have read it: it was sent, or the process ended while it was. */
export const wasMaybeTold = ({ status, attempts }: DirectDelivery): boolean =>
  status === 'SENT' || attempts.some(({ outcome }) => outcome === 'unknown')
