import { isIP } from 'node:net'

/**
 * The address a request came from. Each trusted proxy appends the address it saw, so with `hops` proxies
 * in front the client's is the entry `hops` places from the right end of X-Forwarded-For; whatever stands
 * further left was written by the client. An entry that is missing or no address falls back to the socket.
 */
export function clientIp(
  socketAddress: string | undefined,
  forwardedFor: string | undefined,
  hops: number,
): string | null {
  const socket = plainAddress(socketAddress ?? '')
  if (hops === 0) return socket
  const entries = (forwardedFor ?? '').split(',')
  return plainAddress(entries[entries.length - hops] ?? '') ?? socket
}

/** Without port, brackets, zone and the IPv4-mapped prefix; null when it is no address. */
function plainAddress(text: string): string | null {
  const trimmed = text.trim()
  const bracketed = /^\[([^\]]+)\](?::\d+)?$/.exec(trimmed)?.[1]
  const withPort = /^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(trimmed)?.[1]
  const address = (bracketed ?? withPort ?? trimmed).replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '')
  return isIP(address) === 0 ? null : address.toLowerCase()
}
