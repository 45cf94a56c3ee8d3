import type { Prisma } from '../../db'
import { findChannelType } from './registry'

type Row = Pick<
  Prisma.AlertChannelGetPayload<object>,
  'type' | 'name' | 'isEnabled' | 'minSeverity' | 'isEscalationOnly' | 'config'
>

/** A channel as the trail keeps it: nothing of its secrets, not even their ends. */
export function channelFacts({ type, name, isEnabled, minSeverity, isEscalationOnly, config }: Row) {
  return { type, name, isEnabled, minSeverity, isEscalationOnly, config }
}

/** 'Slack channel “On call”'. */
export function channelTitle({ type, name }: Pick<Row, 'type' | 'name'>): string {
  return `${findChannelType(type)?.title ?? type} channel “${name}”`
}
