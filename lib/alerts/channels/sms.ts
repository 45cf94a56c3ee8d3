import { z } from 'zod'
import { requiredText } from '../../form-fields'
import type { OutboundAnswer } from '../../outbound'
import type { Message } from '../message'
import { channel, type Receipt, type SendInput } from './channel'
import { DeliveryError } from './delivery-error'
import { phonesValue, urlValueOr } from './fields'
import { fit } from './fit'
import { countWords, exactTime, messageText } from './message-text'
import { jsonObject, post } from './post'
import { countSegments, plainerText } from './sms-segments'
import { Told } from './told'

const limits = {
  // Ours: each segment is paid for, and some networks drop long messages. Twilio itself takes 1,600 characters (error 21617).
  segments: 3,
  gsmCharacters: 459,
  unicodeCharacters: 201,
}

/** The text of an SMS: the emoji only where everything fits with it, because it leaves 201 characters instead of 459. */
export function smsText(message: Message, isMaybeRepeated: boolean): string {
  const { emoji, headline, sentence, links } = messageText(message, isMaybeRepeated)
  const first = plainerText(fit(headline, 120))
  const said = plainerText(sentence || (message.body ?? ''))
  const last = [
    `${exactTime(message.at)}, ${countWords(message.count)}${isMaybeRepeated ? ' (may be a repeat)' : ''}`,
    ...(links[0] && links[0].url.length <= 120 ? [links[0].url] : []),
  ].join('\n')
  const whole = [`${emoji} ${first}`, said, last].join('\n')
  if (isShortEnough(whole)) return whole
  return longestThatFits(said, (text) => [first, text, last].filter((part) => part !== '').join('\n'))
}

const isShortEnough = (text: string) => countSegments(text).segments <= limits.segments

/** The text with as much of the sentence as fits; which encoding it needs depends on what is left of it. */
function longestThatFits(sentence: string, whole: (sentence: string) => string): string {
  const mark = '... (cut)'
  let [low, high] = [0, Math.min(sentence.length, limits.gsmCharacters)]
  if (isShortEnough(whole(sentence))) return whole(sentence)
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (isShortEnough(whole(fit(sentence, middle, { mark })))) low = middle
    else high = middle - 1
  }
  const text = whole(fit(sentence, low, { mark }))
  return isShortEnough(text) ? text : fit(text, limits.unicodeCharacters - 10, { mark })
}

type Config = { baseUrl: string; accountSid: string; authToken: string; from: string; to: string[] }

/** One request for each number; those that were taken are not asked again by a retry. */
async function sendAll(message: Message, config: Config, input: SendInput): Promise<Receipt> {
  const body = smsText(message, input.isMaybeRepeated)
  const failures: { to: string; error: DeliveryError }[] = []
  let receipt: Receipt = { responseStatus: null }
  const told = new Told(input.toldTo)
  for (const to of told.others(config.to)) {
    try {
      receipt = await sendOne(config, { to, body, signal: input.signal })
      told.add(to)
    } catch (error) {
      failures.push({ to, error: error instanceof DeliveryError ? error : unexpected(error) })
    }
  }
  const [first] = failures
  if (first) throw togetherAs(failures, first.error, { total: config.to.length, toldTo: told.hashes })
  return receipt
}

/** Whatever it was, those that were told before it stay told. */
const unexpected = (cause: unknown) =>
  new DeliveryError('Sending through SMS failed unexpectedly.', { isPermanent: false, cause })

function togetherAs(
  failures: readonly { to: string; error: DeliveryError }[],
  first: DeliveryError,
  { total, toldTo }: { total: number; toldTo: string[] },
): DeliveryError {
  const which = failures.map(({ to }) => `…${to.slice(-4)}`).join(', ')
  const prefix = total > 1 ? `${failures.length} of ${total} numbers did not get it (${which}): ` : ''
  const waits = failures.flatMap(({ error }) => error.retryAfterMs ?? [])
  return new DeliveryError(`${prefix}${first.message}`, {
    isPermanent: failures.every(({ error }) => error.isPermanent),
    cause: first,
    toldTo,
    ...(first.responseStatus === null ? {} : { responseStatus: first.responseStatus }),
    ...(waits.length === 0 ? {} : { retryAfterMs: Math.max(...waits) }),
  })
}

function sendOne(config: Config, sms: { to: string; body: string; signal: AbortSignal }): Promise<Receipt> {
  const { baseUrl, accountSid, authToken, from } = config
  // A Messaging Service chooses the sender itself.
  const sender: Record<string, string> = /^MG[0-9a-f]{32}$/i.test(from) ? { MessagingServiceSid: from } : { From: from }
  return post({
    service: 'The SMS service',
    url: `${baseUrl.replace(/\/+$/, '')}/2010-04-01/Accounts/${encodeURIComponent(accountSid)}/Messages.json`,
    headers: {
      authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ To: sms.to, ...sender, Body: sms.body }).toString(),
    signal: sms.signal,
    explain,
  })
}

function explain({ status, bodyStart }: OutboundAnswer): string | undefined {
  const { code, message } = jsonObject(bodyStart)
  if (status === 401 || status === 403) return 'The SMS service did not accept the account SID and token.'
  if (typeof code !== 'number') return undefined
  const said = typeof message === 'string' ? `: ${fit(message, 200)}` : ''
  return `The SMS service answered ${status} (code ${code})${said}`
}

export const sms = channel({
  type: 'sms',
  title: 'SMS',
  description: 'Sends text messages through Twilio or a service that speaks its API.',
  setup:
    'From the first page of console.twilio.com take the account SID and the auth token; the sender is a number you bought there, or a Messaging Service.',
  config: z.strictObject({
    accountSid: requiredText(64).regex(/^[A-Za-z0-9]+$/, 'Letters and digits only, such as AC0123…'),
    authToken: requiredText(200),
    from: requiredText(40),
    to: phonesValue,
    baseUrl: urlValueOr('https://api.twilio.com'),
  }),
  fields: [
    { name: 'accountSid', title: 'Account SID', kind: 'text', isSecret: false, isRequired: true, placeholder: 'AC…' },
    { name: 'authToken', title: 'Auth token', kind: 'password', isSecret: true, isRequired: true },
    {
      name: 'from',
      title: 'Sender',
      kind: 'text',
      isSecret: false,
      isRequired: true,
      placeholder: '+493012345678',
      help: 'A number, a sender name, or the SID of a Messaging Service (MG…).',
    },
    {
      name: 'to',
      title: 'Receivers',
      kind: 'phones',
      isSecret: false,
      isRequired: true,
      placeholder: '+4915112345678, +4915187654321',
      help: 'Numbers with country code, separated by commas.',
    },
    {
      name: 'baseUrl',
      title: 'Address of the service',
      kind: 'url',
      isSecret: false,
      isRequired: false,
      placeholder: 'https://api.twilio.com',
      help: 'Only for another service that speaks Twilio’s API.',
    },
  ],
  limits,
  send: sendAll,
})
