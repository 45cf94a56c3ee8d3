import { markupForms } from './markup-forms'
import { textForms } from './text-forms'

/** Text that means something to a program that reads it carelessly; `mark` says in what it was seen. */
export type Payload = { kind: Kind; text: string; mark: string }
export type Kind = keyof typeof forms

/** What stands for the code that a page must not run, and for the server that nobody must ask. */
const placeholders = { code: /(?<![A-Za-z])F(?![A-Za-z])/g, trap: /(?<![A-Za-z])T(?![A-Za-z])/g }

const forms = { ...markupForms, ...textForms } satisfies Record<string, readonly string[]>

/** Behind which the mark stands, so that what comes before it is still what it was. */
const before: Partial<Record<Kind, string>> = { address: '' }

/** All of them, each with a number by which it is known again; `trapHost` is the server that nobody must ask. */
export function makePayloads(trapHost: string): Payload[] {
  let number = 0
  return (Object.keys(forms) as Kind[]).flatMap((kind) =>
    forms[kind].map((form): Payload => {
      number += 1
      const mark = `pl${String(number).padStart(3, '0')}`
      const text = form
        .replace(placeholders.trap, `${trapHost}/${mark}`)
        .replace(placeholders.code, `__fire(${number})`)
      return { kind, mark, text: `${text}${before[kind] ?? ' '}${mark}` }
    }),
  )
}

/** Hands payloads out one after the other, so that every one is used and no field has the same ones. */
export class Supply {
  readonly #payloads: readonly Payload[]
  readonly used = new Set<string>()
  #next = 0

  constructor(payloads: readonly Payload[]) {
    this.#payloads = payloads
  }

  /** The next that fits. */
  one(maxLength: number): string {
    for (let tries = 0; tries < this.#payloads.length; tries += 1) {
      const payload = this.#payloads[this.#next++ % this.#payloads.length]
      if (payload && payload.text.trim().length <= maxLength) {
        this.used.add(payload.mark)
        return payload.text
      }
    }
    throw new Error(`No payload is at most ${maxLength} long`)
  }

  /** As many as fit, each on a line of its own. */
  many(maxLength: number): string {
    let text = this.one(maxLength)
    for (let count = 1; count < this.#payloads.length; count += 1) {
      const next = this.#payloads[this.#next % this.#payloads.length]?.text ?? ''
      if (text.length + next.length + 2 > maxLength) break
      text += `\n\n${this.one(maxLength)}`
    }
    return text
  }
}
