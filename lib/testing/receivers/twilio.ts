import { type Answer, openReceiver, type Receiver, type Service } from './receiver'

export type Sms = { to: string; from: string; body: string }
export type Twilio = Receiver & {
  messages: Sms[]
  /** Numbers that are answered as unsubscribed (21610). */
  unsubscribed: Set<string>
}

export const twilioAccount = { accountSid: 'AC00000000000000000000000000000001', authToken: 'canaryTwilioToken678' }

const refuse = (status: number, code: number, message: string): Answer => ({
  status,
  body: JSON.stringify({ code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status }),
  headers: { 'content-type': 'application/json' },
})

/** Twilio's Messages resource: its checks, its codes, its answer (twilio.com/docs/messaging/api/message-resource). */
export async function openTwilio(): Promise<Twilio> {
  const messages: Sms[] = []
  const unsubscribed = new Set<string>()
  const { accountSid, authToken } = twilioAccount
  const expected = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
  const service: Service = ({ method, path, headers, body }) => {
    if (method !== 'POST' || path !== `/2010-04-01/Accounts/${accountSid}/Messages.json`)
      return refuse(404, 20_404, `The requested resource ${path} was not found`)
    if (headers.authorization !== expected) return refuse(401, 20_003, 'Authenticate')
    const form = new URLSearchParams(body)
    const [to, text] = [form.get('To') ?? '', form.get('Body') ?? '']
    const from = form.get('From') ?? form.get('MessagingServiceSid') ?? ''
    if (from === '') return refuse(400, 21_603, "A 'From' phone number is required.")
    if (!/^\+[1-9]\d{6,14}$/.test(to)) return refuse(400, 21_211, `The 'To' number ${to} is not a valid phone number.`)
    if (unsubscribed.has(to)) return refuse(400, 21_610, 'Attempt to send to unsubscribed recipient')
    if (text === '') return refuse(400, 21_602, 'Message body is required.')
    if (text.length > 1_600)
      return refuse(400, 21_617, 'The concatenated message body exceeds the 1600 character limit')
    messages.push({ to, from, body: text })
    return { status: 201, body: JSON.stringify({ sid: `SM${'0'.repeat(32)}`, status: 'queued', to, from }) }
  }
  return { ...(await openReceiver(service)), messages, unsubscribed }
}
