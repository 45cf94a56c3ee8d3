/** A mail that no receiver's server took. The message is a sentence without the password of SMTP_URL. */
export class MailError extends Error {
  /** The server said never (5xx), or there is no server to ask. */
  readonly isPermanent: boolean
  /** The SMTP reply code, where there was one. */
  readonly status: number | undefined

  constructor(message: string, details: { isPermanent: boolean; status?: number | undefined; cause?: unknown }) {
    super(message, { cause: details.cause })
    this.name = 'MailError'
    this.isPermanent = details.isPermanent
    this.status = details.status
  }
}
