/** A secret that must stand nowhere but where it belongs. */
export type Canary = { name: string; value: string }

/** Somewhere a secret could have got to: its text, and a word without secret that proves that the place was really looked at. */
export type Place = { name: string; text: string; marker: string }

export type Hit = { canary: string; place: string; encoding: string; before: string }

/** The middle of a value's base64, which is the same whatever stands before and behind it; once for each of three positions. */
function base64Cores(value: string, encoding: 'base64' | 'base64url'): string[] {
  const bytes = Buffer.from(value)
  return [0, 1, 2].map((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString(encoding)
    return encoded.slice([0, 2, 3][shift], Math.floor(((shift + bytes.length) * 8) / 6))
  })
}

const htmlNames: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#x27;' }
const json = (text: string) => JSON.stringify(text).slice(1, -1)
const asciiJson = (text: string) =>
  json(text).replace(/[\u0080-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** A value in each of the ways in which it could be written down. */
export function writtenForms(value: string): Map<string, string> {
  const url = encodeURIComponent(value)
  const forms: [string, string][] = [
    ['plain', value],
    ['JSON', json(value)],
    ['JSON twice', json(json(value))],
    ['JSON in ASCII', asciiJson(value)],
    ['in an address', url],
    ['in an address, small letters', url.replace(/%[\dA-F]{2}/g, (code) => code.toLowerCase())],
    ['in a form', new URLSearchParams({ v: value }).toString().slice(2)],
    ['HTML', value.replace(/[&<>"']/g, (char) => htmlNames[char] ?? char)],
    ['hexadecimal', Buffer.from(value).toString('hex')],
    ...base64Cores(value, 'base64').map((core): [string, string] => ['base64', core]),
    ...base64Cores(value, 'base64url').map((core): [string, string] => ['base64', core]),
  ]
  const seen = new Map<string, string>()
  for (const [encoding, form] of forms) if (!seen.has(form)) seen.set(form, encoding)
  return seen
}

/** Looks for all secrets in all of their forms. */
export class Search {
  readonly hits: Hit[] = []
  readonly bytes = new Map<string, number>()
  readonly problems: string[] = []
  readonly #forms: { name: string; form: string; encoding: string }[]

  constructor(canaries: readonly Canary[]) {
    this.#forms = canaries.flatMap(({ name, value }) =>
      [...writtenForms(value)].map(([form, encoding]) => ({ name, form, encoding })),
    )
  }

  get forms(): number {
    return this.#forms.length
  }

  /** `isAllowed`: where what somebody wrote is kept as it was written. */
  look({ name, text, marker }: Place, isAllowed: (canary: string) => boolean = () => false): void {
    const group = name.split(':', 1)[0] ?? name
    this.bytes.set(group, (this.bytes.get(group) ?? 0) + Buffer.byteLength(text))
    if (!text.includes(marker)) this.problems.push(`${name} does not have "${marker}": it was not really looked at`)
    for (const { name: canary, form, encoding } of this.#forms) {
      const at = text.indexOf(form)
      if (at >= 0 && !isAllowed(canary))
        this.hits.push({ canary, place: name, encoding, before: text.slice(Math.max(0, at - 60), at) })
    }
  }
}
