/**
 * A request that got no answer, or one that Daybook does not take for one. The message is a sentence that names the host
 * and never the path or query of the address, which are secrets of many services.
 */
export class OutboundError extends Error {
  /** Trying again cannot help: the address itself is wrong or refused. */
  readonly isPermanent: boolean
  readonly status: number | undefined

  constructor(message: string, details: { isPermanent: boolean; status?: number; cause?: unknown }) {
    super(message, { cause: details.cause })
    this.name = 'OutboundError'
    this.isPermanent = details.isPermanent
    this.status = details.status
  }
}
