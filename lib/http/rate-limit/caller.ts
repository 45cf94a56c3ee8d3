import { hash } from 'node:crypto'
import type { Actor } from '../../context'
import { processSingleton } from '../../singleton'

/** What a request shows to say who it is from: an API key or the token of a session. */
export type Shown = { kind: 'key' | 'session'; text: string }

/** The credential a request carries, by its kind and a digest; never the credential itself. */
export type Credential = { kind: Shown['kind']; digest: string }

const maxKnown = 10_000

/** What a request is counted under: its API key, else its user, else the client's address. */
export function callerKey(actor: Actor | null, ipAddress: string | null): string {
  if (actor?.type === 'apiKey') return `key:${actor.id}`
  if (actor?.type === 'user') return `user:${actor.id}`
  return `ip:${networkOf(ipAddress)}`
}

/** An IPv6 client has at least a /64 to choose addresses from, so the network counts, not the address. */
function networkOf(ipAddress: string | null): string {
  if (ipAddress === null) return 'unknown'
  if (!ipAddress.includes(':')) return ipAddress
  const [head = '', tail] = ipAddress.split('::')
  const groups = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups.length - after.length)
  const whole = [...groups, ...Array<string>(zeros).fill('0'), ...after]
  return `${whole
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`
}

/**
 * The digest of what a request shows. Nothing but what says who it is: a header that many share (of a proxy with a password) is
 * nobody's, and cookies of other programs beside our own make no other caller.
 */
export function credentialFrom({ kind, text }: Shown): Credential {
  return { kind, digest: hash('sha256', text, 'base64') }
}

/**
 * Whose credential a look-up has lately found, so that a caller above the limit is refused without another look-up. It
 * never says who may do what: every request that is let in is looked up again.
 */
const known = () => processSingleton('rate-limit.callers', () => new Map<string, string>())

export function knownCaller({ digest }: Credential): string | undefined {
  return known().get(digest)
}

/** The oldest are forgotten first; forgetting costs one look-up. */
export function rememberCaller({ digest }: Credential, key: string): void {
  const callers = known()
  callers.delete(digest)
  callers.set(digest, key)
  const oldest = callers.size > maxKnown ? callers.keys().next().value : undefined
  if (oldest !== undefined) callers.delete(oldest)
}

export function forgetCaller({ digest }: Credential): void {
  known().delete(digest)
}
