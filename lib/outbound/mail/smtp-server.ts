import { env } from '../../env'
import { release } from '../../release'
import { MailError } from './mail-error'

const loopback = /^(localhost|127(\.\d+){3}|::1)$/

/**
 * How the operator's mail server is reached, from SMTP_URL. Certificates are always checked. A password never goes out in the
 * clear: with one in the address the connection must turn to TLS, unless the server is this very machine, whose mail servers
 * often offer a certificate that nobody can check. Throws MailError when the variable is missing.
 */
export function smtpOptions(timeLimitMs: number) {
  const { SMTP_URL } = env()
  if (!SMTP_URL) throw new MailError('There is no mail server: SMTP_URL is not set.', { isPermanent: true })
  const { protocol, hostname, port, username, password } = new URL(SMTP_URL)
  const host = hostname.replace(/^\[|\]$/g, '')
  const isLocal = loopback.test(host)
  const isSecure = protocol === 'smtps:'
  return {
    host,
    port: Number(port) || (isSecure ? 465 : 587),
    secure: isSecure,
    ignoreTLS: isLocal && !isSecure,
    requireTLS: username !== '' && !isLocal,
    ...(username === '' ? {} : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    connectionTimeout: timeLimitMs,
    greetingTimeout: timeLimitMs,
    socketTimeout: timeLimitMs,
    dnsTimeout: timeLimitMs,
    // A message can name no file of this machine and no address to be fetched.
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}

/** EMAIL_FROM, or daybook@ and the host people open Daybook under. */
export function sender(): { from: string; domain: string } {
  const { EMAIL_FROM, NEXTAUTH_URL } = env()
  const from = EMAIL_FROM ?? `Daybook <daybook@${new URL(NEXTAUTH_URL ?? 'http://localhost').hostname}>`
  const domain = /@([A-Za-z0-9.-]+)>?\s*$/.exec(from)?.[1] ?? 'localhost'
  return { from, domain }
}

export const mailer = () => `Daybook ${release()}`
