/**
 * A message that was not taken. `isPermanent`: trying again cannot help (a 4xx but 408, 425 and 429, a wrong address).
 * The message is shown to founders and holds no secret.
 */
export class DeliveryError extends Error {
  readonly isPermanent: boolean
  readonly responseStatus: number | null
  /** When the service asked to be left alone for a while (`Retry-After`). */
  readonly retryAfterMs: number | undefined
  /** Those that have it all the same, at this attempt or before (`Told`); undefined where a message goes to one receiver. */
  readonly toldTo: readonly string[] | undefined

  constructor(
    message: string,
    details: {
      isPermanent: boolean
      responseStatus?: number
      retryAfterMs?: number
      toldTo?: readonly string[]
      cause?: unknown
    },
  ) {
    super(message, { cause: details.cause })
    this.name = 'DeliveryError'
    this.isPermanent = details.isPermanent
    this.responseStatus = details.responseStatus ?? null
    this.retryAfterMs = details.retryAfterMs
    this.toldTo = details.toldTo
  }
}

/** The channel was removed after somebody decided to write to it: nobody is to be alarmed about that. */
export class ChannelGone extends DeliveryError {
  constructor() {
    super('The channel was deleted.', { isPermanent: true })
  }
}
