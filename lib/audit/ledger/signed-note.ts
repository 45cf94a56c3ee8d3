import { createPrivateKey, createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto'
import { decodeBase64 } from './base64'

/** A key that checks notes (C2SP signed-note). `id` is eight hexadecimal digits. */
export type Verifier = { name: string; id: string; publicKey: KeyObject }

/** A key that signs notes. */
export type Signer = Verifier & { privateKey: KeyObject }

/** The signature type Ed25519, the only one here. */
const ed25519 = 0x01
const keyBytes = 32
const idBytes = 4

/** The specification asks for 16 at least; more than this is somebody wasting our time. */
const maxSignatures = 100

/** What RFC 8410 puts before the 32 bytes of an Ed25519 key. Node takes keys in these envelopes only. */
const privateEnvelope = Buffer.from('302e020100300506032b657004220420', 'hex')
const publicEnvelope = Buffer.from('302a300506032b6570032100', 'hex')

/** `text` and its signature as a note. The text ends with a newline. */
export function signNote(text: string, signer: Signer): string {
  if (!text.endsWith('\n')) throw new Error('The text of a note ends with a newline')
  refuseUnprintable(text)
  const signature = sign(null, Buffer.from(text), signer.privateKey)
  const data = Buffer.concat([Buffer.from(signer.id, 'hex'), signature])
  return `${text}\n— ${signer.name} ${data.toString('base64')}\n`
}

/** Keys of which any may have signed: the one in use and those before it. */
export type Verifiers = readonly [Verifier, ...Verifier[]]

/**
 * The text of a note that one of the keys signed, and that key (the first in their order). Throws a sentence that says what is wrong otherwise. Signatures of other
 * keys are skipped, as the specification wants; a wrong one of a known key spoils the note even beside a right one.
 */
export function openNote(note: string, keys: Verifier | Verifiers): { text: string; key: Verifier } {
  const verifiers = 'id' in keys ? [keys] : keys
  refuseUnprintable(note)
  const end = note.lastIndexOf('\n\n')
  if (end < 0 || !note.endsWith('\n')) throw new Error('The note is cut: it is text, an empty line and signatures')
  const text = note.slice(0, end + 1)
  const lines = note.slice(end + 2, -1).split('\n')
  if (lines.length > maxSignatures) throw new Error(`The note has more than ${maxSignatures} signatures`)
  const known = lines.map(parseSignature).flatMap(({ name, id, signature }) => {
    const verifier = verifiers.find((key) => key.name === name && key.id === id)
    return verifier ? [{ verifier, signature }] : []
  })
  const key = verifiers.find((one) => known.some(({ verifier }) => verifier === one))
  if (!key)
    throw new Error(`The note is not signed by ${verifiers.map(({ name, id }) => `${name}+${id}`).join(' or ')}`)
  for (const { verifier, signature } of known) {
    if (!verify(null, Buffer.from(text), verifier.publicKey, signature))
      throw new Error(`The signature of ${verifier.name}+${verifier.id} is wrong: the note was changed`)
  }
  return { text, key }
}

function parseSignature(line: string): { name: string; id: string; signature: Buffer } {
  const [dash, name = '', base64 = '', ...more] = line.split(' ')
  const data = decodeBase64(base64)
  if (dash !== '—' || !isKeyName(name) || !data || data.length <= idBytes || more.length > 0)
    throw new Error(`This line of the note is no signature: ${line.slice(0, 80)}`)
  return { name, id: data.toString('hex', 0, idBytes), signature: data.subarray(idBytes) }
}

/** The signer whose Ed25519 seed (RFC 8032 private key) is these 32 bytes. */
export function signerFromSeed(name: string, seed: Uint8Array): Signer {
  const privateKey = privateKeyOf(seed)
  return { ...verifierFor(name, createPublicKey(privateKey)), privateKey }
}

/** The half of a signer that everybody may have. */
export function verifierOf({ name, id, publicKey }: Signer): Verifier {
  return { name, id, publicKey }
}

/** The 32 bytes of the public key that belongs to a seed. */
export function publicKeyOf(seed: Uint8Array): Buffer {
  return rawKey(createPublicKey(privateKeyOf(seed)))
}

/** `PRIVATE+KEY+<name>+<id>+<base64(0x01 || seed)>`. Who has this text can sign as us. */
export function formatSignerKey(signer: Signer): string {
  const seed = signer.privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(privateEnvelope.length)
  return `PRIVATE+KEY+${signer.name}+${signer.id}+${withType(seed).toString('base64')}`
}

/** Reads what formatSignerKey wrote. The errors never repeat the key. */
export function parseSignerKey(text: string): Signer {
  const prefix = 'PRIVATE+KEY+'
  if (!text.startsWith(prefix)) throw new Error(`A signing key begins with ${prefix}`)
  const { name, id, key } = parseKeyParts(text.slice(prefix.length))
  return checkedId(signerFromSeed(name, key), id)
}

/** `<name>+<id>+<base64(0x01 || public key)>`: what an auditor needs, and may be published. */
export function formatVerifierKey({ name, id, publicKey }: Verifier): string {
  return `${name}+${id}+${withType(rawKey(publicKey)).toString('base64')}`
}

/** Reads what formatVerifierKey wrote. */
export function parseVerifierKey(text: string): Verifier {
  const { name, id, key } = parseKeyParts(text)
  const der = Buffer.concat([publicEnvelope, key])
  return checkedId(verifierFor(name, createPublicKey({ key: der, format: 'der', type: 'spki' })), id)
}

function parseKeyParts(text: string): { name: string; id: string; key: Buffer } {
  // The alphabet of base64 has the + too, so only the first two divide.
  const [name = '', id = '', ...rest] = text.split('+')
  const data = decodeBase64(rest.join('+'))
  if (rest.length === 0 || !data) throw new Error('A key is <name>+<id>+<base64>')
  if (data[0] !== ed25519) throw new Error('The key is of a type other than Ed25519')
  if (data.length !== 1 + keyBytes) throw new Error(`An Ed25519 key has ${keyBytes} bytes, not ${data.length - 1}`)
  return { name, id, key: data.subarray(1) }
}

/** The id is a checksum: a key that was cut or mixed up with another one does not pass. */
function checkedId<Key extends Verifier>(key: Key, id: string): Key {
  if (key.id !== id) throw new Error(`The key's id is ${key.id}, not ${id}: name, id and key do not belong together`)
  return key
}

function verifierFor(name: string, publicKey: KeyObject): Verifier {
  if (!isKeyName(name)) throw new Error(`"${name}" is no name of a key: it is empty, or has a space or a +`)
  const id = hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), withType(rawKey(publicKey))]), 'hex')
  return { name, id: id.slice(0, 2 * idBytes), publicKey }
}

/** A name stands between spaces in a signature line and between + in a key. */
function isKeyName(name: string): boolean {
  return name !== '' && name.isWellFormed() && !/[\p{White_Space}\p{Cc}+]/u.test(name)
}

function privateKeyOf(seed: Uint8Array): KeyObject {
  if (seed.length !== keyBytes) throw new Error(`A signing key has ${keyBytes} bytes, not ${seed.length}`)
  return createPrivateKey({ key: Buffer.concat([privateEnvelope, seed]), format: 'der', type: 'pkcs8' })
}

function rawKey(publicKey: KeyObject): Buffer {
  return publicKey.export({ format: 'der', type: 'spki' }).subarray(publicEnvelope.length)
}

function withType(key: Uint8Array): Buffer {
  return Buffer.concat([Buffer.of(ed25519), key])
}

/** Notes are Unicode without control characters below U+0020, but for the newline. */
function refuseUnprintable(text: string): void {
  if (!text.isWellFormed()) throw new Error('The note is no well-formed Unicode')
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code < 0x20 && code !== 0x0a) throw new Error(`The note has a control character (${code})`)
  }
}
