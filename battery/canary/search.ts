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

type Form = { name: string; form: string; encoding: string }

/** So many characters of a form are looked for first; no form is shorter. */
const width = 8
const factor = 31
const factorOfFirst = Array.from({ length: width }).reduce<number>((power) => Math.imul(power, factor), 1)
const hashOf = (text: string) =>
  text
    .slice(0, width)
    .split('')
    .reduce((hash, char) => (Math.imul(hash, factor) + char.charCodeAt(0)) | 0, 0)

/**
 * Looks for all secrets in all of their forms: by the hash of every eight characters, carried on from one to the next
 * (R. Karp, M. Rabin, 1987), since looking for hundreds of forms one by one takes longer than everything else.
 */
export class Search {
  readonly hits: Hit[] = []
  readonly bytes = new Map<string, number>()
  readonly problems: string[] = []
  readonly forms: number
  readonly #byHash: Map<number, Form[]>
  readonly #isKnown = new Uint8Array(2 ** 16)

  constructor(canaries: readonly Canary[]) {
    const forms = canaries.flatMap(({ name, value }) =>
      [...writtenForms(value)].map(([form, encoding]): Form => ({ name, form, encoding })),
    )
    const short = forms.find(({ form }) => form.length < width)
    if (short) throw new Error(`${short.name} is too short to be told from other text`)
    this.forms = forms.length
    this.#byHash = Map.groupBy(forms, ({ form }) => hashOf(form))
    for (const hash of this.#byHash.keys()) this.#isKnown[hash & 0xffff] = 1
  }

  /** `isAllowed`: where what somebody wrote is kept as it was written. */
  look({ name, text, marker }: Place, isAllowed: (canary: string) => boolean = () => false): void {
    const group = name.split(':', 1)[0] ?? name
    this.bytes.set(group, (this.bytes.get(group) ?? 0) + Buffer.byteLength(text))
    if (!text.includes(marker)) this.problems.push(`${name} does not have "${marker}": it was not really looked at`)
    const found = new Set<Form>()
    let hash = 0
    for (let end = 0; end < text.length; end += 1) {
      const left = end < width ? 0 : text.charCodeAt(end - width)
      hash = (Math.imul(hash, factor) + text.charCodeAt(end) - Math.imul(left, factorOfFirst)) | 0
      if (this.#isKnown[hash & 0xffff] === 0) continue
      const at = end - width + 1
      for (const one of this.#byHash.get(hash) ?? [])
        if (!found.has(one) && text.startsWith(one.form, at)) {
          found.add(one)
          if (isAllowed(one.name)) continue
          const before = text.slice(Math.max(0, at - 60), at)
          this.hits.push({ canary: one.name, place: name, encoding: one.encoding, before })
        }
    }
  }
}
