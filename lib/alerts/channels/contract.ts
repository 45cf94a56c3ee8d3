import { z } from 'zod'
import { AlertSeverity, nameField } from '../contract'

/** A field of a channel's form, as the channel's file declares it. */
export const ChannelField = z.object({
  name: z.string(),
  title: z.string(),
  kind: z.enum(['text', 'url', 'email', 'emails', 'phone', 'phones', 'password', 'select']),
  isSecret: z.boolean(),
  isRequired: z.boolean(),
  help: z.string(),
  placeholder: z.string(),
  options: z.array(z.string()),
  isGenerated: z.boolean().meta({ description: 'Made by Daybook when it is left empty, and then shown once' }),
})
export type ChannelField = z.infer<typeof ChannelField>

/** A kind of channel: everything the form, the documents and the checks need. */
export const ChannelType = z
  .object({
    type: z.string(),
    title: z.string(),
    description: z.string(),
    /** How to get what the fields ask for, in one or two sentences. */
    setup: z.string(),
    fields: z.array(ChannelField),
    limits: z.array(z.object({ name: z.string(), value: z.number().int() })),
    environmentVariable: z.string().nullable().meta({ description: 'Makes such a channel without a form' }),
  })
  .meta({ id: 'ChannelType' })
export type ChannelType = z.infer<typeof ChannelType>

export const AlertChannel = z
  .object({
    id: z.uuid(),
    type: z.string(),
    name: z.string(),
    isEnabled: z.boolean(),
    origin: z.enum(['people', 'environment']),
    config: z
      .record(z.string(), z.string())
      .meta({ description: 'Secret fields are masked: their last four characters' }),
    minSeverity: AlertSeverity,
    isEscalationOnly: z.boolean(),
    lastSuccessAt: z.iso.datetime().nullable(),
    lastFailureAt: z.iso.datetime().nullable(),
    lastError: z.string().nullable(),
    failureStreak: z.number().int(),
    pending: z.number().int().meta({ description: 'Deliveries that wait' }),
    dead: z.number().int().meta({ description: 'Deliveries of the last 7 days that were given up' }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'AlertChannel' })
export type AlertChannel = z.infer<typeof AlertChannel>

/** What creating and changing answer. */
export const AlertChannelSaved = AlertChannel.extend({
  generated: z
    .record(z.string(), z.string())
    .meta({ description: 'Secrets that Daybook made just now, whole; they are not shown again' }),
}).meta({ id: 'AlertChannelSaved' })
export type AlertChannelSaved = z.infer<typeof AlertChannelSaved>

export const AlertChannelList = z.object({
  items: z.array(AlertChannel),
  nextCursor: z.null(),
  types: z.array(ChannelType),
})
export type AlertChannelList = z.infer<typeof AlertChannelList>

export const DeletedAlertChannel = z.object({ id: z.uuid() })
export type DeletedAlertChannel = z.infer<typeof DeletedAlertChannel>

export const AlertChannelParams = z.object({ id: z.uuid() })

/** `config` has the fields of the type. */
export const AlertChannelInput = z.strictObject({
  type: z.string().max(40),
  name: nameField,
  config: z.record(z.string(), z.string().max(2_000)),
  minSeverity: AlertSeverity.default('info'),
  isEscalationOnly: z.boolean().default(false),
})
export type AlertChannelInput = z.infer<typeof AlertChannelInput>

/** A field that is left out keeps its value; an empty one is taken away, or made anew where Daybook makes it. */
export const AlertChannelPatch = z.strictObject({
  name: nameField.exactOptional(),
  isEnabled: z.boolean().exactOptional(),
  config: z.record(z.string(), z.string().max(2_000)).exactOptional(),
  minSeverity: AlertSeverity.exactOptional(),
  isEscalationOnly: z.boolean().exactOptional(),
})
export type AlertChannelPatch = z.infer<typeof AlertChannelPatch>

/** What came of a test message, sent at once. */
export const ChannelTest = z.object({
  isSent: z.boolean(),
  responseStatus: z.number().int().nullable(),
  durationMs: z.number().int(),
  error: z.string().nullable(),
  deliveryId: z.uuid(),
})
export type ChannelTest = z.infer<typeof ChannelTest>
