import type { Message } from '../message'

/** C0 and C1 control characters, without tab and line feed. */
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g
/** Characters that turn the direction of text round or are not seen at all: what is read would not be what is written. */
const invisible = /[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu

/** Text that shows what it holds: lone surrogates and what turns text round become `�`, control characters a blank. */
export function plainText(text: string): string {
  return text.toWellFormed().replace(/\r\n?/g, '\n').replace(control, ' ').replace(invisible, '\ufffd')
}

/** The same on one line. */
export function plainLine(text: string): string {
  return plainText(text).replace(/\s+/g, ' ').trim()
}

/** A message whose every text is plain, so that no channel has to think of it. */
export function plainMessage(message: Message): Message {
  return {
    ...message,
    title: plainLine(message.title),
    sentence: plainLine(message.sentence),
    source: plainLine(message.source),
    facts: message.facts.map(({ name, value }) => ({ name: plainLine(name), value: plainLine(value) })),
    changes: message.changes.map((change) => ({ ...change, sentence: plainLine(change.sentence) })),
    body: message.body === null ? null : plainText(message.body).trim(),
  }
}
