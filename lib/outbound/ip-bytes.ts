import { isIP } from 'node:net'

/** The 4 or 16 bytes of an address, or undefined for text that is none. A zone (`fe80::1%eth0`) is left out. */
export function ipBytes(address: string): Uint8Array | undefined {
  const plain = address.split('%')[0] ?? ''
  const version = isIP(plain)
  if (version === 4) return Uint8Array.from(plain.split('.').map(Number))
  if (version === 6) return v6Bytes(plain)
  return undefined
}

/** Bytes of an IPv6 address whose form has been checked. */
function v6Bytes(address: string): Uint8Array {
  const [head = '', tail] = withoutDottedEnd(address).split('::')
  const before = groupsOf(head)
  const after = groupsOf(tail ?? '')
  const gap = tail === undefined ? 0 : 8 - before.length - after.length
  const groups = [...before, ...Array<number>(gap).fill(0), ...after]
  return Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 0xff]))
}

const groupsOf = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)))

/** `::ffff:10.0.0.1` as `::ffff:a00:1`. */
function withoutDottedEnd(address: string): string {
  return address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a: string, b: string, c: string, d: string) =>
    [Number(a) * 256 + Number(b), Number(c) * 256 + Number(d)].map((group) => group.toString(16)).join(':'),
  )
}
