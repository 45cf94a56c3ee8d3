import { env } from '../../env'
import type { AnyChannel } from './channel'
import { channelTypes } from './registry'

/** The value that the variable of this kind of channel has in this process. */
export function environmentValue({ environment }: AnyChannel): string | undefined {
  return environment && (env()[environment.variable] || undefined)
}

/**
 * The channels of the environment that this process cannot write through: it was started without their variable (an instance
 * of the last release, a worker). Others may well be able to, so it leaves their deliveries alone.
 */
export function channelsOfOthers(): string[] {
  return channelTypes.flatMap((kind) =>
    kind.environment && environmentValue(kind) === undefined ? [kind.environment.channelId] : [],
  )
}
