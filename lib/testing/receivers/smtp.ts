import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

export type ReceivedMail = { from: string; to: string[]; source: string; isEncrypted: boolean }
export type MailReceiver = {
  /** `smtp://127.0.0.1:port`. */
  url: string
  port: number
  mails: ReceivedMail[]
  /** The reply to MAIL FROM, RCPT TO (by address) or DATA instead of taking it; nothing: takes everything again. */
  behave(
    mood?:
      | { at: 'mail' | 'data'; code: number; text?: string }
      | { at: 'rcpt'; codes: Record<string, number> }
      | { at: 'hang' },
  ): void
  close: () => Promise<void>
}

type Mood = Parameters<MailReceiver['behave']>[0]

/** A real SMTP server on a free loopback port. */
export async function openSmtp(options: SMTPServerOptions = {}): Promise<MailReceiver> {
  const mails: ReceivedMail[] = []
  let mood: Mood
  const refusal = (responseCode: number, text = 'the receiver was told to refuse') =>
    Object.assign(new Error(text), { responseCode })
  const server = new SMTPServer({
    disabledCommands: options.onAuth ? [] : ['AUTH'],
    authOptional: true,
    logger: false,
    disableReverseLookup: true,
    closeTimeout: 100,
    onMailFrom: (_address, _session, done) => {
      if (mood?.at === 'hang') return
      done(mood?.at === 'mail' ? refusal(mood.code, mood.text) : null)
    },
    onRcptTo: ({ address }, _session, done) => {
      const code = mood?.at === 'rcpt' ? mood.codes[address] : undefined
      done(code === undefined ? null : refusal(code))
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        if (mood?.at === 'data') return done(refusal(mood.code, mood.text))
        const { mailFrom, rcptTo } = session.envelope
        mails.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          source: Buffer.concat(chunks).toString('utf8'),
          isEncrypted: session.secure,
        })
        done()
      })
    },
    ...options,
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `smtp://127.0.0.1:${port}`,
    port,
    mails,
    behave: (next) => {
      mood = next
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** A mail's headers and parts as a mail program shows them: encoded words, quoted-printable and base64 undone. */
export function readableMail(source: string): string {
  return source
    .replace(/\r\n[ \t]+/g, ' ')
    .replace(/\?= =\?/g, '?==?')
    .replace(/=\?UTF-8\?Q\?(.*?)\?=/gi, (_, text: string) => quotedPrintable(text.replaceAll('_', ' ')))
    .replace(/=\?UTF-8\?B\?(.*?)\?=/gi, (_, text: string) => Buffer.from(text, 'base64').toString('utf8'))
    .replace(
      /(Content-Transfer-Encoding: base64\r\n(?:.+\r\n)*\r\n)([A-Za-z0-9+/=\r\n]+)/g,
      (_, head: string, body: string) => `${head}${Buffer.from(body, 'base64').toString('utf8')}\r\n`,
    )
    .replace(/=\r\n/g, '')
    .replace(/(?:=[0-9A-F]{2})+/g, quotedPrintable)
}

const quotedPrintable = (text: string) =>
  text.replace(/(?:=[0-9A-F]{2})+/g, (bytes) => Buffer.from(bytes.replaceAll('=', ''), 'hex').toString('utf8'))
