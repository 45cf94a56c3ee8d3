import type { Prisma } from '../../db'
import { isReceiver, maskedReceivers } from './mask-receivers'
import { findChannelType } from './registry'
import { textsOf } from './stored-config'

type Row = Pick<
  Prisma.AlertChannelGetPayload<object>,
  'type' | 'name' | 'isEnabled' | 'minSeverity' | 'isEscalationOnly' | 'config'
>

/** A channel as the trail keeps it: nothing of its secrets, not even their ends, and of its receivers not who they are. */
export function channelFacts({ type, name, isEnabled, minSeverity, isEscalationOnly, config }: Row) {
  const receivers = new Set(
    findChannelType(type)
      ?.fields.filter(isReceiver)
      .map((field) => field.name),
  )
  const shown = Object.entries(textsOf(config)).map(([field, value]) => [
    field,
    receivers.has(field) ? maskedReceivers(value) : value,
  ])
  return { type, name, isEnabled, minSeverity, isEscalationOnly, config: Object.fromEntries(shown) }
}

/** 'Slack channel “On call”'. */
export function channelTitle({ type, name }: Pick<Row, 'type' | 'name'>): string {
  return `${findChannelType(type)?.title ?? type} channel “${name}”`
}
