import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { setEnv } from '../../env'
import { type MailReceiver, openSmtp, readableMail } from '../../testing/receivers/smtp'
import { MailError, sendMail } from './index'

let smtp: MailReceiver
const password = 'canary-smtp-password'

beforeAll(async () => {
  smtp = await openSmtp()
})
afterAll(() => smtp.close())
beforeEach(() => {
  setEnv({ SMTP_URL: smtp.url, EMAIL_FROM: 'Daybook <daybook@example.org>', NEXTAUTH_URL: '' })
  smtp.behave()
  smtp.mails.length = 0
})

const mail = (more: object = {}) => ({
  to: ['ada@example.org'],
  subject: '🚨 CRITICAL: Critical event',
  text: 'The conversion failed.',
  html: '<p>The conversion failed.</p>',
  id: '018f0000-0000-7000-8000-000000000001',
  signal: new AbortController().signal,
  ...more,
})

async function failureOf(sending: Promise<unknown>): Promise<MailError> {
  const error = await sending.then(
    () => expect.unreachable('it should have failed'),
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(MailError)
  expect((error as MailError).message).not.toContain(password)
  return error as MailError
}

describe('a mail', () => {
  it('has both parts, the id of its delivery and the marks of a machine', async () => {
    const sent = await sendMail(mail())
    expect(sent).toEqual({ status: 250, accepted: ['ada@example.org'], refused: [] })
    const text = readableMail(smtp.mails[0]?.source ?? '')
    expect(text).toContain('Subject: 🚨 CRITICAL: Critical event')
    expect(text).toContain('From: Daybook <daybook@example.org>')
    expect(text).toContain('Message-ID: <018f0000-0000-7000-8000-000000000001@example.org>')
    expect(text).toContain('Auto-Submitted: auto-generated')
    expect(text).toMatch(/Content-Type: text\/plain[\s\S]*The conversion failed\.[\s\S]*Content-Type: text\/html/)
  })

  it('lets no text put in a header or a receiver', async () => {
    const evil = 'x\r\nBcc: mallory@evil.test\r\n\r\nbody'
    await sendMail(mail({ subject: evil, to: ['ada@example.org'] }))
    const [received] = smtp.mails
    const head = received?.source.split('\r\n\r\n')[0] ?? ''
    expect(head).not.toMatch(/^Bcc:/im)
    expect(received?.to).toEqual(['ada@example.org'])
    await sendMail(mail({ to: ['ada@example.org>\r\nRCPT TO:<mallory@evil.test'] })).catch(() => undefined)
    expect(smtp.mails.flatMap(({ to }) => to)).not.toContain('mallory@evil.test')
  })

  it.each([
    [{ at: 'mail', code: 550 }, true, 550],
    [{ at: 'mail', code: 451 }, false, 451],
    [{ at: 'data', code: 552 }, true, 552],
    [{ at: 'data', code: 452 }, false, 452],
    [{ at: 'rcpt', codes: { 'ada@example.org': 550 } }, true, 550],
    [{ at: 'rcpt', codes: { 'ada@example.org': 450 } }, false, 450],
  ] as const)('%o: 5xx is for good, 4xx may pass', async (mood, isPermanent, status) => {
    smtp.behave(mood)
    const error = await failureOf(sendMail(mail()))
    expect(error).toMatchObject({ isPermanent, status })
    expect(error.message).toMatch(/^The mail server refused the mail: /)
  })

  it('has a time limit for everything', async () => {
    smtp.behave({ at: 'hang' })
    const error = await failureOf(sendMail(mail({ timeoutMs: 400 })))
    expect(error).toMatchObject({ message: 'The mail server did not answer within 0.4 s.', isPermanent: false })
  })

  it('has one for a server that takes the connection and says nothing', async () => {
    const silent = await listening(createServer((socket) => socket.on('error', () => {})))
    setEnv({ SMTP_URL: `smtp://127.0.0.1:${portOf(silent)}` })
    const error = await failureOf(sendMail(mail({ timeoutMs: 400 })))
    expect(error.isPermanent).toBe(false)
    silent.close()
  })

  it('says that there is no server', async () => {
    setEnv({ SMTP_URL: '' })
    expect(await failureOf(sendMail(mail()))).toMatchObject({
      message: 'There is no mail server: SMTP_URL is not set.',
      isPermanent: true,
    })
    setEnv({ SMTP_URL: 'smtp://127.0.0.1:1' })
    expect(await failureOf(sendMail(mail()))).toMatchObject({
      message: 'The mail server could not be reached.',
      isPermanent: false,
    })
  })

  it('is not sent to a server whose certificate nobody can check', async () => {
    const tls = await openSmtp({ secure: true })
    setEnv({ SMTP_URL: `smtps://127.0.0.1:${tls.port}` })
    const error = await failureOf(sendMail(mail()))
    expect(error.isPermanent).toBe(false)
    expect(tls.mails).toEqual([])
    await tls.close()
  })

  it('keeps the password out of what it says, also when the server repeats it', async () => {
    const asking = await openSmtp({
      authOptional: false,
      allowInsecureAuth: true,
      onAuth: ({ username }, _session, done) =>
        username === 'ada' ? done(null, { user: 'ada' }) : done(new Error(`no user with ${password}`)),
    })
    setEnv({ SMTP_URL: `smtp://bob:${password}@127.0.0.1:${asking.port}` })
    expect(await failureOf(sendMail(mail()))).toMatchObject({ isPermanent: true, status: 535 })
    setEnv({ SMTP_URL: `smtp://ada:${password}@127.0.0.1:${asking.port}` })
    asking.behave({ at: 'mail', code: 550, text: `not for ${password}` })
    expect((await failureOf(sendMail(mail()))).message).toContain('not for [secret]')
    await asking.close()
  })
})

describe('a password', () => {
  it('never goes to another machine in the clear', async () => {
    const { smtpOptions } = await import('./smtp-server')
    setEnv({ SMTP_URL: `smtp://ada:${password}@mail.example.org` })
    expect(smtpOptions(1_000)).toMatchObject({ requireTLS: true, ignoreTLS: false, port: 587, secure: false })
    setEnv({ SMTP_URL: `smtps://ada:${password}@mail.example.org` })
    expect(smtpOptions(1_000)).toMatchObject({ secure: true, port: 465 })
    setEnv({ SMTP_URL: 'smtp://localhost:25' })
    expect(smtpOptions(1_000)).toMatchObject({ requireTLS: false, ignoreTLS: true, port: 25 })
  })
})

const listening = (server: Server) =>
  new Promise<Server>((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
const portOf = (server: Server) => {
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}
