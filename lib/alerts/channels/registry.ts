import type { AnyChannel } from './channel'
import { discord } from './discord'
import { email } from './email'
import { pagerduty } from './pagerduty'
import { slack } from './slack'
import { sms } from './sms'
import { webhook } from './webhook'

/** Every kind of channel, in the order the form offers them. */
export const channelTypes: readonly AnyChannel[] = [slack, discord, email, sms, pagerduty, webhook]

const byType = new Map(channelTypes.map((kind) => [kind.type, kind]))

/** The kind of channel that rows of this type are, or undefined for a type this version does not know. */
export function findChannelType(type: string): AnyChannel | undefined {
  return byType.get(type)
}
