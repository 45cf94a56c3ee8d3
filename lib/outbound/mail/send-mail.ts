import { createTransport } from 'nodemailer'
import { mailFailure, type Refusal, refusalsOf } from './mail-failure'
import { mailer, sender, smtpOptions } from './smtp-server'

export type Mail = {
  to: readonly string[]
  subject: string
  text: string
  html: string
  /** Becomes the Message-ID: the same for every attempt, so that a mail program knows a repeat when it sees one. */
  id: string
  signal: AbortSignal
  timeoutMs?: number
}

export type SentMail = {
  /** The server's reply code. */
  status: number
  accepted: string[]
  refused: Refusal[]
}

/**
 * Sends one mail through the server in SMTP_URL, to each address or to as many as it takes. No header can be put in through a
 * text: line breaks of the subject become blanks, addresses go out as they are only when they are addresses. Throws MailError
 * when nobody got it.
 */
export async function sendMail(mail: Mail): Promise<SentMail> {
  const { timeoutMs = 10_000 } = mail
  const limit = AbortSignal.timeout(timeoutMs)
  const { from, domain } = sender()
  const transport = createTransport(smtpOptions(timeoutMs))
  try {
    const info = await transport.sendMail({
      from,
      to: mail.to.map((address) => ({ name: '', address })),
      subject: mail.subject.replace(/[\r\n\t]+/g, ' '),
      text: mail.text,
      html: mail.html,
      messageId: `<${mail.id}@${domain}>`,
      xMailer: mailer(),
      // RFC 3834: no holiday notice answers it.
      headers: { 'Auto-Submitted': 'auto-generated' },
      signal: AbortSignal.any([mail.signal, limit]),
    })
    return {
      status: Number(/^\d{3}/.exec(info.response)?.[0] ?? 250),
      accepted: info.accepted,
      refused: refusalsOf(info.rejectedErrors ?? []),
    }
  } catch (error) {
    throw mailFailure(error, { isLate: limit.aborted, timeoutMs })
  } finally {
    transport.close()
  }
}
