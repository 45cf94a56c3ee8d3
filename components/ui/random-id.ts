interface RandomSource {
  getRandomValues: (bytes: Uint8Array<ArrayBuffer>) => unknown
  randomUUID?: () => string
}

/**
 * A random UUID (version 4). `crypto.randomUUID` exists only on https and localhost, and Daybook is also opened as
 * http://192.168.1.10:3000, where `getRandomValues` still works.
 */
export function randomId(source: RandomSource = crypto): string {
  if (source.randomUUID) return source.randomUUID()
  const bytes = new Uint8Array(16)
  source.getRandomValues(bytes)
  const hex = Array.from(bytes, (byte, at) => marked(byte, at).toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

/** RFC 9562 §5.4: version 4 in byte 6, variant 10 in byte 8. */
function marked(byte: number, at: number): number {
  if (at === 6) return (byte & 0x0f) | 0x40
  if (at === 8) return (byte & 0x3f) | 0x80
  return byte
}
