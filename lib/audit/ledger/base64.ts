/** The bytes of RFC 4648 §4 text, or undefined: Node's own decoder would skip what it cannot read. */
export function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : undefined
}
