import { env } from '../../env'
import { MailError } from './mail-error'

/** An address that the server did not take the mail for. */
export type Refusal = { address: string; reason: string; status: number; isPermanent: boolean }

/** What nodemailer's errors carry. */
type SmtpError = Error & {
  code?: string | undefined
  responseCode?: number | undefined
  response?: string | undefined
  recipient?: string | undefined
}

export function refusalsOf(errors: readonly SmtpError[]): Refusal[] {
  return errors.map((error) => ({
    address: error.recipient ?? '',
    reason: saidBy(error),
    status: error.responseCode ?? 0,
    isPermanent: isNever(error),
  }))
}

const isNever = ({ responseCode = 0 }: SmtpError) => responseCode >= 500 && responseCode < 600

const sentences: Record<string, string> = {
  EDNS: 'could not be found (DNS).',
  ECONNECTION: 'could not be reached.',
  ESOCKET: 'could not be reached.',
  ETIMEDOUT: 'did not answer in time.',
  ETLS: 'did not offer an encrypted connection that can be trusted.',
  EPROTOCOL: 'did not answer as a mail server.',
}

/** A failed mail as a sentence, permanent when the server said 5xx. */
export function mailFailure(error: unknown, { isLate, timeoutMs }: { isLate: boolean; timeoutMs: number }): MailError {
  if (error instanceof MailError) return error
  const cause = error instanceof Error ? (error as SmtpError) : undefined
  const status = cause?.responseCode
  const isPermanent = cause !== undefined && isNever(cause)
  const sentence = isLate ? `did not answer within ${timeoutMs / 1_000} s.` : sentenceOf(cause)
  return new MailError(`The mail server ${sentence}`, { isPermanent, status, cause: error })
}

function sentenceOf(error: SmtpError | undefined): string {
  if (!error) return 'failed.'
  if (error.code === 'EAUTH') return `did not accept the user name and password of SMTP_URL${codeOf(error)}.`
  if (error.response) return `refused the mail: ${saidBy(error)}`
  const known = sentences[error.code ?? '']
  if (known) return known
  return error.code === 'EABORT'
    ? 'had not taken the mail when sending was broken off.'
    : `failed (${error.code ?? error.name}).`
}

const codeOf = ({ responseCode }: SmtpError) => (responseCode === undefined ? '' : ` (${responseCode})`)

/** The server's own words, one line, without the password in case it quotes what it was told. */
function saidBy({ response, message }: SmtpError): string {
  const words = (response ?? message).replace(/\s+/g, ' ').slice(0, 300)
  const { password } = new URL(env().SMTP_URL ?? 'smtp://localhost')
  const secrets = password === '' ? [] : [password, decodeURIComponent(password)]
  return secrets.reduce((clean, secret) => clean.replaceAll(secret, '[secret]'), words)
}
