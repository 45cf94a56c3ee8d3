import type { z } from 'zod'
import type { Message } from '../message'
import type { ChannelField } from './contract'

/** What came back from a service that took the message. */
export type Receipt = { responseStatus: number | null }

/** What a channel may use to get out, and what it needs to know of the delivery. */
export type SendInput = {
  /** Same for every attempt and every repeat of one delivery: `webhook-id`, and part of dedup keys. */
  deliveryId: string
  /** A process ended while it sent this one: the receiver may have it already. */
  isMaybeRepeated: boolean
  /** Who took it at an earlier attempt, as `Told` knows them: they are left out. */
  toldTo?: readonly string[]
  signal: AbortSignal
}

/** A field of the form, as the channel's file declares it; what is left out is empty. */
export type DeclaredField = Omit<ChannelField, 'options' | 'placeholder' | 'help' | 'isGenerated'> &
  Partial<Pick<ChannelField, 'options' | 'placeholder' | 'help'>> & {
    /** Makes the value when a person gives none; it is shown to them once. */
    generate?: () => string
  }

/**
 * A kind of channel: one file in this folder and one line in `registry.ts`. Form, validation, encryption at rest, masking,
 * the test button and the documents follow from what it says about itself.
 */
export type Channel<Config extends z.ZodObject = z.ZodObject> = {
  /** Never renamed: rows name it. */
  type: string
  title: string
  description: string
  setup: string
  /** Parses the values of the form, which are all text; one key per field, messages in words a founder understands. */
  config: Config
  /** The same keys, in the order of the form. Secret ones are encrypted at rest, masked in answers and never logged. */
  fields: readonly DeclaredField[]
  /** What is told here stays open at the service until its end is told, too. */
  keepsIncidents?: true
  /** What the service accepts at most (characters unless the name says otherwise), with the source of each number above it. */
  limits: Readonly<Record<string, number>>
  /** The variable that makes such a channel without a form, how its value becomes the config, and the row's id for ever. */
  environment?: {
    variable: 'SLACK_WEBHOOK_URL' | 'DISCORD_WEBHOOK_URL' | 'ALERT_EMAIL_TO' | 'ALERT_WEBHOOK_URL'
    channelId: string
    configOf(value: string): Record<string, string>
  }
  /**
   * Says it to the service within the signal's time. The message is clean: no control or bidi characters, no lone
   * surrogates. Throws DeliveryError; anything else thrown counts as a failure that may pass.
   */
  send(message: Message, config: z.output<Config>, input: SendInput): Promise<Receipt>
}

/** A channel whose config's type is forgotten, so that a list can hold all of them. */
export type AnyChannel = Channel

/** Checks a channel's parts against each other, then forgets the type of its config. */
export function channel<Config extends z.ZodObject>(definition: Channel<Config>): AnyChannel {
  // Only what this very schema has parsed is ever passed in.
  return definition as unknown as AnyChannel
}
