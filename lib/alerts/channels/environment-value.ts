import { env } from '../../env'
import type { AnyChannel } from './channel'
import { withoutReceivers } from './mask-receivers'
import { channelTypes } from './registry'

type Values = Record<string, string>

/** What the variable of a kind of channel says in this process: its settings, or what is wrong with them, as a sentence. */
type FromEnvironment = { values: Values; problem?: never } | { values?: never; problem: string }

/** Undefined when the variable is not set, or the kind has none. */
export function readEnvironment(kind: AnyChannel): FromEnvironment | undefined {
  const { environment } = kind
  const value = environment && env()[environment.variable]
  if (!environment || !value) return undefined
  const values = environment.configOf(value)
  const parsed = kind.config.safeParse(values)
  if (parsed.success) return { values }
  const said = parsed.error.issues[0]?.message ?? 'it cannot be read'
  return { problem: `${environment.variable} is not right: ${withoutReceivers(said, kind, values)}` }
}

/**
 * The channels of the environment that this process cannot write through: it was started without their variable (an instance
 * of the last release, a worker) or with a wrong one. Others may well be able to, so it leaves their deliveries alone.
 */
export function channelsOfOthers(): string[] {
  return channelTypes.flatMap((kind) =>
    kind.environment && !readEnvironment(kind)?.values ? [kind.environment.channelId] : [],
  )
}
