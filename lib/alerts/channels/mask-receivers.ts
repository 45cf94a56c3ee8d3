import type { AnyChannel } from './channel'

type Field = AnyChannel['fields'][number]

const mails = /[^\s<>()[\],;:"'“”„`|]+@[^\s<>()[\],;:"'“”„`|]+/g
const phones = /\+[1-9](?:[\s().-]?\d){6,14}/g

/** Whether people are reached at what stands in this field. */
export const isReceiver = ({ kind }: Pick<Field, 'kind'>) =>
  kind === 'email' || kind === 'emails' || kind === 'phone' || kind === 'phones'

/** "a…@example.org": which of several it is, and not who. */
function maskMail(address: string): string {
  const at = address.lastIndexOf('@')
  return `${at > 2 ? address.slice(0, 1) : ''}…${address.slice(at)}`
}

const maskPhone = (number: string) => `…${number.slice(-4)}`

/**
 * A text that a service of this kind of channel may have written, without the addresses and numbers of people: those of the
 * channel and any other, since mail servers quote what they made of an address too.
 */
export function withoutReceivers(text: string, kind: AnyChannel, values: Readonly<Record<string, string>>): string {
  const receivers = kind.fields.filter(isReceiver)
  if (receivers.length === 0) return text
  const known = receivers.flatMap(({ name }) => partsOf(values[name]))
  // A number is quoted without its plus sign, too, or with it encoded.
  const bare = known.filter((one) => one.startsWith('+')).flatMap((one) => [`%2B${one.slice(1)}`, one.slice(1)])
  const marked = text.replace(mails, maskMail).replace(phones, maskPhone)
  return bare.reduce((clean, one) => clean.replaceAll(one, maskPhone(one)), marked)
}

/** What was entered into a field, as an event keeps it. */
export function maskedReceivers(entered: string): string {
  return partsOf(entered)
    .map((one) => (one.includes('@') ? maskMail(one) : maskPhone(one)))
    .join(', ')
}

const partsOf = (entered = '') => entered.split(/[\s,;]+/).filter((part) => part !== '')
