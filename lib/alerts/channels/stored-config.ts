import { openSecret, sealSecret } from '../../secrets'
import type { AnyChannel } from './channel'
import { readEnvironment } from './environment-value'
import { withoutReceivers } from './mask-receivers'

/** A channel's row as far as sending needs it. The secret is sealed, so a copy of it may stand on a disk. */
export type ChannelRow = {
  id: string
  type: string
  name: string
  origin: string
  /** Known where the row was read to be sent through. */
  isEnabled?: boolean
  config: unknown
  secret: string | null
}

type Values = Record<string, string>

/** What a person entered, divided into what may be read in the database and what is sealed for this row. */
export function sealConfig(kind: AnyChannel, id: string, values: Values): { config: Values; secret: string | null } {
  const secretNames = new Set(kind.fields.filter(({ isSecret }) => isSecret).map(({ name }) => name))
  const entries = Object.entries(values)
  const secrets = entries.filter(([name]) => secretNames.has(name))
  return {
    config: Object.fromEntries(entries.filter(([name]) => !secretNames.has(name))),
    secret: secrets.length === 0 ? null : sealSecret(JSON.stringify(Object.fromEntries(secrets)), id),
  }
}

/**
 * The values of the form again. Of a channel that comes from the environment they are made from its variable each time, and
 * null when this process has none, or a wrong one. Throws when the secret cannot be opened.
 */
export function openConfig(kind: AnyChannel, row: ChannelRow): Values | null {
  if (row.origin === 'environment') return readEnvironment(kind)?.values ?? null
  return { ...textsOf(row.config), ...(row.secret === null ? {} : textsOf(JSON.parse(openSecret(row.secret, row.id)))) }
}

/** The texts of a JSON object. */
export function textsOf(value: unknown): Values {
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

/** The values for people: of a secret no more than its last four characters, and of a short one nothing. */
export function maskConfig(kind: AnyChannel, values: Values): Values {
  const shown = kind.fields.flatMap(({ name, isSecret }) => {
    const value = values[name]
    return value === undefined ? [] : [[name, isSecret ? mask(value) : value]]
  })
  return Object.fromEntries(shown)
}

const mask = (secret: string) => (secret.length < 12 ? '••••' : `••••${secret.slice(-4)}`)

/** A text in which a secret of the channel or a receiver may stand (a service that echoes its address, say), without them. */
export function withoutSecrets(text: string, kind: AnyChannel, values: Values): string {
  const secrets = kind.fields.filter(({ isSecret }) => isSecret).flatMap(({ name }) => partsOf(values[name] ?? ''))
  const clean = secrets.reduce((rest, secret) => rest.replaceAll(secret, '[secret]'), text)
  return withoutReceivers(clean, kind, values)
}

/** A secret as it may be quoted: whole, and of an address its path, its query and the parts of both. */
function partsOf(secret: string): string[] {
  if (!URL.canParse(secret)) return secret === '' ? [] : [secret]
  const { href, pathname, search } = new URL(secret)
  // Words such as "services" are no secret, and occur in sentences.
  const parts = `${pathname}${search}`.split(/[/?&=]/).filter((part) => part.length >= 8 && /[^a-z]/.test(part))
  return [secret, href, ...(pathname.length > 1 ? [`${pathname}${search}`, pathname] : []), ...parts]
}
