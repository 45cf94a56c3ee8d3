import { getDb } from '../../db'
import { logger } from '../../logger'
import type { Message } from '../message'
import type { AnyChannel, Receipt, SendInput } from './channel'
import { ChannelGone, DeliveryError } from './delivery-error'
import { readEnvironment } from './environment-value'
import { plainMessage } from './plain-text'
import { findChannelType } from './registry'
import { type ChannelRow, openConfig, withoutSecrets } from './stored-config'

/** What sending needs of a row; nothing of it is readable without SECRETS_KEY. */
export const sendable = {
  id: true,
  type: true,
  name: true,
  origin: true,
  isEnabled: true,
  config: true,
  secret: true,
} as const

/**
 * Says it through the channel, whether it is switched on or not: whom to tell was decided before. Throws DeliveryError, for
 * good when the channel was deleted, its kind is not known here, no process has its variable any more or its settings are not valid.
 */
export async function sendThrough(channelId: string, message: Message, input: SendInput): Promise<Receipt> {
  const row = await getDb().alertChannel.findFirst({ where: { id: channelId, deletedAt: null }, select: sendable })
  if (!row) throw new ChannelGone()
  return sendAs(row, message, input)
}

/** The same with a row that is at hand, for when the database is not. Touches nothing but the network. */
export async function sendAs(row: ChannelRow, message: Message, input: SendInput): Promise<Receipt> {
  const kind = findChannelType(row.type)
  if (!kind) throw new DeliveryError(`This version has no channels of the kind “${row.type}”.`, { isPermanent: true })
  const values = valuesOf(kind, row)
  const parsed = kind.config.safeParse(values)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const field = kind.fields.find(({ name }) => name === issue?.path[0])
    const problem = `The channel’s settings are not valid: ${field?.title ?? 'a field'}: ${issue?.message ?? ''}`
    throw new DeliveryError(withoutSecrets(problem, kind, values), { isPermanent: true })
  }
  try {
    return await kind.send(plainMessage(message), parsed.data, input)
  } catch (error) {
    if (!(error instanceof DeliveryError))
      logger.error('ALERT_CHANNEL_BROKEN', { channelId: row.id, reason: withoutSecrets(stackOf(error), kind, values) })
    throw withoutSecretsIn(error, kind, values)
  }
}

const stackOf = (error: unknown) => (error instanceof Error ? (error.stack ?? error.message) : String(error))

function valuesOf(kind: AnyChannel, row: ChannelRow): Record<string, string> {
  let values: Record<string, string> | null
  try {
    values = openConfig(kind, row)
  } catch (cause) {
    // Mended by giving SECRETS_KEY its old value, so it is worth another try.
    throw new DeliveryError(cause instanceof Error ? cause.message : 'A stored secret cannot be opened', {
      isPermanent: false,
      cause,
    })
  }
  if (values) return values
  const variable = kind.environment?.variable ?? 'The variable of this channel'
  // As long as it is switched on another process has the variable, and may take the next attempt.
  const isPermanent = row.isEnabled === false
  const missing = isPermanent ? 'is no longer set.' : 'is not set in the process that was to send this.'
  throw new DeliveryError(readEnvironment(kind)?.problem ?? `${variable} ${missing}`, { isPermanent })
}

/** The error as it may be stored, shown and logged: without its cause, which quotes what the sentence leaves out. */
function withoutSecretsIn(error: unknown, kind: AnyChannel, values: Record<string, string>): DeliveryError {
  if (!(error instanceof DeliveryError))
    return new DeliveryError(`Sending through ${kind.title} failed unexpectedly.`, { isPermanent: false })
  const { isPermanent, responseStatus, retryAfterMs, toldTo } = error
  return new DeliveryError(withoutSecrets(error.message, kind, values), {
    isPermanent,
    ...(responseStatus === null ? {} : { responseStatus }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(toldTo === undefined ? {} : { toldTo }),
  })
}
