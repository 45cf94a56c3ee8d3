import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { kindOfAddress, kindWords, mayConnectTo } from './address-kind'
import { OutboundError } from './outbound-error'

/** One address a name stands for, as `dns.lookup` gives it. */
export type Resolved = { address: string; family: number }
/** Finds the addresses of a name; tests bring their own. */
export type Resolver = (hostname: string) => Promise<Resolved[]>

export const systemResolver: Resolver = (hostname) => lookup(hostname, { all: true })

/** Where a request goes: the address people wrote, and the checked addresses it may connect to. */
export type Target = { url: URL; hostname: string; addresses: Resolved[] }

/** `allowPlain`: also to the world in plain HTTP, for addresses that are sent no secret. */
export type TargetLimits = { allowPrivate: boolean; allowPlain?: boolean }

const plain =
  'The address must begin with https://: what is sent by http:// can be read on the way. Only private addresses may, where ALERT_ALLOW_PRIVATE_ADDRESSES is true.'

/**
 * What is wrong with an address that can be seen without asking DNS, as a sentence; undefined when nothing is. For forms;
 * `resolveTarget` looks again at every use.
 */
export function addressProblem(text: string, { allowPrivate, allowPlain = false }: TargetLimits): string | undefined {
  if (!URL.canParse(text)) return 'This is not a web address such as https://example.org/hook.'
  const url = new URL(text)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'The address must begin with https:// or http://.'
  if (url.username !== '' || url.password !== '') return 'The address must not have a user name or password in it.'
  const hostname = hostnameOf(url)
  const refusal = isIP(hostname) ? refusalOf(hostname, hostname, allowPrivate) : undefined
  if (refusal || url.protocol === 'https:' || allowPlain) return refusal
  return !allowPrivate || (isIP(hostname) && isPublic(hostname)) ? plain : undefined
}

const isPublic = (address: string) => kindOfAddress(address) === 'public'

/** Resolves the host once and checks every address of the answer. Throws OutboundError. */
export async function resolveTarget(text: string, options: TargetLimits & { resolver: Resolver }): Promise<Target> {
  const problem = addressProblem(text, options)
  if (problem) throw new OutboundError(problem, { isPermanent: true })
  const url = new URL(text)
  const hostname = hostnameOf(url)
  const addresses = await addressesOf(hostname, options.resolver)
  for (const { address } of addresses) {
    // One bad address refuses the name: which of several is connected to is not ours to say.
    const refusal = refusalOf(hostname, address, options.allowPrivate)
    if (refusal) throw new OutboundError(refusal, { isPermanent: true })
    if (url.protocol === 'http:' && !options.allowPlain && isPublic(address))
      throw new OutboundError(plain, { isPermanent: true })
  }
  return { url, hostname, addresses }
}

async function addressesOf(hostname: string, resolver: Resolver): Promise<Resolved[]> {
  const version = isIP(hostname)
  if (version !== 0) return [{ address: hostname, family: version }]
  let found: Resolved[]
  try {
    found = await resolver(hostname)
  } catch (cause) {
    throw new OutboundError(`${hostname} could not be found (DNS).`, { isPermanent: false, cause })
  }
  if (found.length === 0) throw new OutboundError(`${hostname} has no address (DNS).`, { isPermanent: false })
  return found
}

function refusalOf(hostname: string, address: string, allowPrivate: boolean): string | undefined {
  const kind = kindOfAddress(address)
  if (mayConnectTo(kind, allowPrivate)) return undefined
  const what = hostname === address ? `${hostname} is` : `${hostname} stands for ${address},`
  const remedy = mayConnectTo(kind, true) ? ' unless ALERT_ALLOW_PRIVATE_ADDRESSES is true' : ''
  return `${what} an address of ${kindWords[kind]}, which Daybook does not send to${remedy}.`
}

/** The host without the brackets that an IPv6 address has in a URL. */
function hostnameOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '')
}
