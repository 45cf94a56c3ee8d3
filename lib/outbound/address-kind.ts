import { ipBytes } from './ip-bytes'

/** What an IP address is for. Only `public` may be connected to; the first four as well where private ones are allowed. */
export type AddressKind =
  | 'loopback'
  | 'private'
  | 'link-local'
  | 'shared'
  | 'metadata'
  | 'unspecified'
  | 'multicast'
  | 'documentation'
  | 'reserved'
  | 'public'

type Range = readonly [prefix: string, bits: number, kind: AddressKind]

/** IANA's special-purpose registry of IPv4, and what clouds keep credentials behind. The first match counts. */
const v4Ranges: readonly Range[] = [
  ['169.254.169.254', 32, 'metadata'], // AWS, Azure, Google, DigitalOcean and others
  ['169.254.170.2', 32, 'metadata'], // AWS ECS task credentials
  ['169.254.170.23', 32, 'metadata'], // AWS EKS pod identity
  ['100.100.100.200', 32, 'metadata'], // Alibaba
  ['168.63.129.16', 32, 'metadata'], // Azure's host, a public address that only guests reach
  ['192.0.0.192', 32, 'metadata'], // Oracle
  ['0.0.0.0', 8, 'unspecified'],
  ['10.0.0.0', 8, 'private'],
  ['100.64.0.0', 10, 'shared'],
  ['127.0.0.0', 8, 'loopback'],
  ['169.254.0.0', 16, 'link-local'],
  ['172.16.0.0', 12, 'private'],
  ['192.0.0.0', 24, 'reserved'],
  ['192.0.2.0', 24, 'documentation'],
  ['192.88.99.0', 24, 'reserved'],
  ['192.168.0.0', 16, 'private'],
  ['198.18.0.0', 15, 'documentation'],
  ['198.51.100.0', 24, 'documentation'],
  ['203.0.113.0', 24, 'documentation'],
  ['224.0.0.0', 4, 'multicast'],
  ['240.0.0.0', 4, 'reserved'],
]

/** The same of IPv6; whatever is outside the global unicast block (2000::/3) and not named here is reserved. */
const v6Ranges: readonly Range[] = [
  ['fd00:ec2::254', 128, 'metadata'], // AWS
  ['fd00:ec2::23', 128, 'metadata'], // AWS EKS pod identity
  ['fd20:ce::254', 128, 'metadata'], // Google
  ['fd00:c1::a9fe:a9fe', 128, 'metadata'], // Oracle
  ['::', 128, 'unspecified'],
  ['::1', 128, 'loopback'],
  ['64:ff9b:1::', 48, 'private'],
  ['fc00::', 7, 'private'],
  ['fe80::', 10, 'link-local'],
  ['fec0::', 10, 'private'],
  ['ff00::', 8, 'multicast'],
  ['2001:db8::', 32, 'documentation'],
  ['3fff::', 20, 'documentation'],
  ['2001:2::', 48, 'documentation'],
  ['2001::', 23, 'reserved'],
  ['2000::', 3, 'public'],
]

/** Blocks whose addresses carry an IPv4 address that the packets may end at, and where it stands. */
const embeddings: readonly { prefix: string; bits: number; read(bytes: Uint8Array): Uint8Array[] }[] = [
  { prefix: '::', bits: 96, read: (bytes) => [bytes.subarray(12)] },
  { prefix: '::ffff:0:0', bits: 96, read: (bytes) => [bytes.subarray(12)] },
  { prefix: '::ffff:0:0:0', bits: 96, read: (bytes) => [bytes.subarray(12)] },
  { prefix: '64:ff9b::', bits: 96, read: (bytes) => [bytes.subarray(12)] },
  { prefix: '2002::', bits: 16, read: (bytes) => [bytes.subarray(2, 6)] },
  // Teredo: the server, and the client with its bits turned round.
  {
    prefix: '2001::',
    bits: 32,
    read: (bytes) => [bytes.subarray(4, 8), bytes.subarray(12).map((byte) => byte ^ 0xff)],
  },
]

/** The kind of an IPv4 or IPv6 address; an IPv6 one that carries an IPv4 address is of that one's kind. Not an address: `reserved`. */
export function kindOfAddress(address: string): AddressKind {
  const bytes = ipBytes(address)
  if (!bytes) return 'reserved'
  return bytes.length === 4 ? kindIn(v4Ranges, bytes) : kindOfV6(bytes)
}

function kindOfV6(bytes: Uint8Array): AddressKind {
  const known = kindIn(v6Ranges, bytes)
  if (known === 'unspecified' || known === 'loopback') return known
  const found = embeddings.find(({ prefix, bits }) => startsWith(bytes, prefix, bits))
  const carried = [...(found?.read(bytes) ?? []), ...isatapOf(bytes)].map((inner) => kindIn(v4Ranges, inner))
  const worst = carried.find((kind) => kind !== 'public')
  if (worst) return worst
  return found ? 'public' : known
}

/** ISATAP (RFC 5214): an interface id of 0000:5efe or 0200:5efe and an IPv4 address, under any prefix. */
function isatapOf(bytes: Uint8Array): Uint8Array[] {
  const [a = 0, b, c, d] = bytes.subarray(8, 12)
  return (a & 0xfd) === 0 && b === 0 && c === 0x5e && d === 0xfe ? [bytes.subarray(12)] : []
}

function kindIn(ranges: readonly Range[], bytes: Uint8Array): AddressKind {
  const found = ranges.find(([prefix, bits]) => startsWith(bytes, prefix, bits))
  if (found) return found[2]
  return bytes.length === 4 ? 'public' : 'reserved'
}

const prefixBytes = new Map<string, Uint8Array>()

function startsWith(bytes: Uint8Array, prefix: string, bits: number): boolean {
  const wanted = prefixBytes.get(prefix) ?? ipBytes(prefix) ?? new Uint8Array()
  prefixBytes.set(prefix, wanted)
  return wanted.every((byte, at) => {
    const mask = (0xff00 >> Math.min(Math.max(bits - at * 8, 0), 8)) & 0xff
    return ((byte ^ (bytes[at] ?? 0)) & mask) === 0
  })
}

/** In words, for "resolves to …". */
export const kindWords: Record<AddressKind, string> = {
  loopback: 'the machine Daybook runs on',
  private: 'a private network',
  'link-local': 'the local link',
  shared: 'a provider’s inner network',
  metadata: 'a cloud’s metadata service',
  unspecified: 'no particular machine',
  multicast: 'a group of machines',
  documentation: 'a block for documents and tests',
  reserved: 'a reserved block',
  public: 'the public internet',
}

const allowedPrivately = new Set<AddressKind>(['public', 'loopback', 'private', 'link-local', 'shared'])

/** Whether Daybook connects to addresses of this kind. Metadata services are no receivers, whatever is allowed. */
export function mayConnectTo(kind: AddressKind, allowPrivate: boolean): boolean {
  return allowPrivate ? allowedPrivately.has(kind) : kind === 'public'
}
