import { describe, expect, it } from 'vitest'
import {
  formatSignerKey,
  formatVerifierKey,
  openNote,
  parseSignerKey,
  parseVerifierKey,
  publicKeyOf,
  signerFromSeed,
  signNote,
  verifierOf,
} from './signed-note'

/** Keys, text and signatures of golang.org/x/mod/sumdb/note. */
const peterKey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
const peterSecret = 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz'
const enochKey = 'EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop'
const text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
const peterLine =
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n'
const enochLine =
  '— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n'
const note = `${text}\n${peterLine}`

const peter = parseVerifierKey(peterKey)
const signer = parseSignerKey(peterSecret)

/** A text with one character replaced by the next one, at every place. */
const nudged = (whole: string) =>
  Array.from(whole, (_, at) => whole.slice(0, at) + String.fromCharCode(whole.charCodeAt(at) + 1) + whole.slice(at + 1))

/** Every beginning, end and middle of a text that is not the whole. */
const pieces = (whole: string) =>
  Array.from(whole, (_, start) => Array.from(whole, (_unused, end) => whole.slice(start, end + 1)))
    .flat()
    .filter((piece) => piece !== whole)

/** What an error says; undefined when there is none. */
function problemOf(act: () => unknown): string | undefined {
  try {
    act()
    return undefined
  } catch (error) {
    return String(error)
  }
}

describe('keys', () => {
  it('are read and written as golang.org/x/mod/sumdb/note does', () => {
    expect(formatVerifierKey(peter)).toBe(peterKey)
    expect(formatSignerKey(signer)).toBe(peterSecret)
    expect(formatVerifierKey(verifierOf(signer))).toBe(peterKey)
  })

  it('come from a seed', () => {
    const seed = Buffer.from(peterSecret.slice(-44), 'base64').subarray(1)
    expect(formatSignerKey(signerFromSeed('PeterNeumann', seed))).toBe(peterSecret)
    expect(publicKeyOf(seed)).toEqual(Buffer.from(peterKey.slice(-44), 'base64').subarray(1))
    expect(() => signerFromSeed('PeterNeumann', seed.subarray(1))).toThrow('A signing key has 32 bytes, not 31')
    expect(() => publicKeyOf(Buffer.alloc(33))).toThrow('A signing key has 32 bytes, not 33')
  })

  it('give the public half without the private one', () => {
    expect(Object.keys(verifierOf(signer)).sort()).toEqual(['id', 'name', 'publicKey'])
  })

  it('that were cut or changed anywhere are refused', () => {
    const wrongKeys = [...nudged(peterKey), ...pieces(peterKey)]
    expect(wrongKeys.filter((wrong) => problemOf(() => parseVerifierKey(wrong)) === undefined)).toEqual([])
    const wrongSecrets = [...nudged(peterSecret), ...pieces(peterSecret)]
    expect(wrongSecrets.filter((wrong) => problemOf(() => parseSignerKey(wrong)) === undefined)).toEqual([])
  })

  it.each([
    ['PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==', 'A key is <name>+<id>+<base64>'],
    ['PeterNeumann+173116ae+ZRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW', 'a type other than Ed25519'],
    ['PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWAAAA', 'has 32 bytes, not 35'],
    ['PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW', 'do not belong together'],
    ['PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW', 'do not belong together'],
    ['Peter Neumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW', 'is no name of a key'],
    ['PeterNeumann', 'A key is <name>+<id>+<base64>'],
  ])('says what is wrong with %s', (key, problem) => {
    expect(() => parseVerifierKey(key)).toThrow(problem)
  })

  it('never shows a secret in an error', () => {
    const problems = [...nudged(peterSecret), ...pieces(peterSecret)].map((wrong) =>
      problemOf(() => parseSignerKey(wrong)),
    )
    expect(problems.filter((problem) => /AYEK|hPJE|hfZx/.test(problem ?? ''))).toEqual([])
  })

  it.each(['', 'a b', 'a+b', 'a\u00a0b', 'a\u2003b', 'a\u0085b', 'a\nb', 'a\u0001b', 'a\ud800b'])(
    'cannot be named %j',
    (name) => {
      expect(() => signerFromSeed(name, Buffer.alloc(32))).toThrow('is no name of a key')
    },
  )
})

describe('signing', () => {
  it('gives the note of golang.org/x/mod/sumdb/note', () => {
    expect(signNote(text, signer)).toBe(note)
  })

  it.each([
    ['abc', 'ends with a newline'],
    ['', 'ends with a newline'],
    ['a\tb\n', 'control character'],
    ['a\rb\n', 'control character'],
    ['a\u0000b\n', 'control character'],
    ['a\ud800b\n', 'well-formed'],
  ])('refuses %j', (wrong, problem) => {
    expect(() => signNote(wrong, signer)).toThrow(problem)
  })
})

describe('opening', () => {
  it('gives the text, empty lines in it included', () => {
    expect(openNote(note, peter)).toMatchObject({ text })
    for (const empty of ['\n', 'a\n\nb\n', '\n\n\n', 'è subito sera\n\n'])
      expect(openNote(signNote(empty, signer), peter)).toMatchObject({ text: empty })
  })

  it('skips signatures of keys it does not know, before and after', () => {
    const both = `${text}\n${enochLine}${peterLine}${enochLine}`
    expect(openNote(both, peter)).toMatchObject({ text })
    expect(openNote(both, parseVerifierKey(enochKey))).toMatchObject({ text })
    const renamed = peterLine.replace('PeterNeumann', 'CarmenSandiego')
    const otherId = peterLine.replace('x08g', 'xxxx')
    expect(openNote(`${text}\n${renamed}${otherId}${peterLine}`, peter)).toMatchObject({ text })
    for (const alone of [enochLine, renamed, otherId])
      expect(() => openNote(`${text}\n${alone}`, peter)).toThrow('The note is not signed by PeterNeumann+c74f20a3')
  })

  it.each([
    ['a changed text', note.replace('cryptography', 'cryptographY')],
    ['a changed signature', note.replace('ZJkuBS', 'ZJkuBT')],
    ['a signature with more in it', `${text}\n${peterLine.slice(0, 60)}ABCD${peterLine.slice(60)}`],
    ['a signature that is too short', `${text}\n— PeterNeumann x08go/ZJkuBS\n`],
    ['a wrong signature behind a right one', `${note}${peterLine.replace('ZJkuBS', 'ZJkuBT')}`],
  ])('refuses %s', (_, wrong) => {
    expect(() => openNote(wrong, peter)).toThrow('The signature of PeterNeumann+c74f20a3 is wrong')
  })

  it.each([
    ['text alone', text, 'The note is cut'],
    ['a last line that is not ended', note.slice(0, -1), 'The note is cut'],
    ['no signature', `${text}\n`, 'is no signature'],
    ['a control character', `\u0001${note}`, 'control character'],
    ['a carriage return', note.replaceAll('\n', '\r\n'), 'control character'],
    ['half of a surrogate pair', `\ud800${note}`, 'well-formed'],
    ['a line that is no signature', `${note}Unexpected line.\n`, 'is no signature'],
    ['a hyphen for the dash', note.replace('—', '-'), 'is no signature'],
    ['a name with a plus', note.replace('PeterNeumann', 'Peter+Neumann'), 'is no signature'],
    ['an empty name', note.replace('PeterNeumann', ''), 'is no signature'],
    ['a word too many', note.replace('AM=\n', 'AM= x\n'), 'is no signature'],
    ['a signature that is no base64', note.replace('x08go', 'x0!go'), 'is no signature'],
    ['a signature that is an id only', `${note}— EnochRoot rwz+eA==\n`, 'is no signature'],
  ])('refuses %s', (_, wrong, problem) => {
    expect(() => openNote(wrong, peter)).toThrow(problem)
  })

  it('refuses to spend its time on a hundred signatures', () => {
    expect(openNote(`${text}\n${peterLine}${enochLine.repeat(99)}`, peter)).toMatchObject({ text })
    expect(() => openNote(`${text}\n${peterLine}${enochLine.repeat(100)}`, peter)).toThrow('more than 100 signatures')
  })
})
