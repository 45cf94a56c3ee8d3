import { z } from 'zod'
import { MailError, sendMail } from '../../outbound/mail'
import type { Message } from '../message'
import { channel, type Receipt, type SendInput } from './channel'
import { DeliveryError } from './delivery-error'
import { emailsValue } from './fields'
import { fit } from './fit'
import { linesWithin, type MessageText, messageText } from './message-text'
import { Told } from './told'

const limits = {
  // RFC 5322 §2.1.1 allows 998; mail programs show far less.
  subject: 150,
  facts: 50,
  fact: 500,
  body: 50_000,
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escape = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? character)

/**
 * Subject, plain text and a simple HTML part that says the same. Addresses in what data says stay as they are: mail programs make
 * links of bare names as well, so that breaking the addresses would help nobody and hide what happened.
 */
export function mailOf(text: MessageText): { subject: string; text: string; html: string } {
  const facts = text.facts
    .slice(0, limits.facts)
    .map(({ name, value }) => ({ name: fit(name, 100), value: fit(value, limits.fact) }))
  const changes = linesWithin(text.changes, 10_000)
  const sentence = fit(text.sentence, 2_000)
  const body = text.body === null ? '' : fit(text.body, limits.body)
  const parts = [
    text.note ?? '',
    sentence,
    facts.map(({ name, value }) => `${name}: ${value}`).join('\n'),
    changes && `Changed before:\n${changes}`,
    body,
    text.links.map(({ label, url }) => `${label}: ${url}`).join('\n'),
  ]
  const html = [
    text.note === null ? '' : `<p><em>${escape(text.note)}</em></p>`,
    `<p style="font-size:16px">${escape(sentence)}</p>`,
    `<table cellpadding="0" cellspacing="0">${facts.map(row).join('')}</table>`,
    changes && `<p><strong>Changed before</strong></p><pre style="white-space:pre-wrap">${escape(changes)}</pre>`,
    body && `<div style="white-space:pre-wrap">${escape(body)}</div>`,
    `<p>${text.links.map(({ label, url }) => `<a href="${escape(url)}">${label}</a>`).join(' &middot; ')}</p>`,
  ]
  return {
    subject: fit(`${text.emoji} ${text.headline}`, limits.subject),
    text: parts.filter((part) => part !== '').join('\n\n'),
    html: `<!doctype html><html lang="en"><body style="font-family:sans-serif">${html.join('')}</body></html>`,
  }
}

const row = ({ name, value }: { name: string; value: string }) =>
  `<tr><td style="padding:2px 16px 2px 0;color:#555">${escape(name)}</td><td>${escape(value)}</td></tr>`

/** One mail to all; a retry goes to those whose server did not take it. */
async function sendToAll(message: Message, { to }: { to: string[] }, input: SendInput): Promise<Receipt> {
  const { deliveryId, isMaybeRepeated, signal } = input
  const told = new Told(input.toldTo)
  const others = told.others(to)
  if (others.length === 0) return { responseStatus: null }
  const mail = mailOf(messageText(message, isMaybeRepeated))
  try {
    const sent = await sendMail({ ...mail, to: others, id: deliveryId, signal })
    for (const address of sent.accepted) told.add(address)
    const [refused] = sent.refused
    if (refused)
      throw new DeliveryError(
        `${sent.refused.length} of ${to.length} receivers were refused by the mail server: ${refused.reason}`,
        {
          isPermanent: sent.refused.every(({ isPermanent }) => isPermanent),
          responseStatus: refused.status,
          toldTo: told.hashes,
        },
      )
    return { responseStatus: sent.status }
  } catch (error) {
    if (!(error instanceof MailError)) throw error
    const { isPermanent, status, cause } = error
    throw new DeliveryError(error.message, {
      isPermanent,
      cause,
      ...(status === undefined ? {} : { responseStatus: status }),
    })
  }
}

export const email = channel({
  type: 'email',
  title: 'E-mail',
  description: 'Sends a mail through the server in SMTP_URL.',
  setup: 'Whoever runs Daybook sets SMTP_URL (and EMAIL_FROM); here you only enter who gets the mails.',
  config: z.strictObject({ to: emailsValue }),
  fields: [
    {
      name: 'to',
      title: 'Receivers',
      kind: 'emails',
      isSecret: false,
      isRequired: true,
      placeholder: 'ada@example.org, grace@example.org',
      help: 'Addresses, separated by commas.',
    },
  ],
  limits,
  environment: {
    variable: 'ALERT_EMAIL_TO',
    channelId: '00000000-0000-7000-8000-0000000000a3',
    configOf: (to) => ({ to }),
  },
  send: sendToAll,
})
