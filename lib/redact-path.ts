import { redacted, redactText } from './redact'

/** Each decoding finds what a proxy or a client encoded once more. */
const maxDecodings = 5

/**
 * The path of an address without the keys that stand in some (`/api/alerts/inbound/dbk_in_…`), also when a caller writes them in
 * percent encoding, which the routes undo. Decoded where something was left out, else as it came.
 */
export function redactPath(path: string): string {
  let decoded = path
  for (let round = 0; round < maxDecodings; round += 1) {
    const next = decodeOnce(decoded)
    if (next === decoded) break
    decoded = next
  }
  // Here also with something else in front of it.
  const clean = redactText(decoded).replace(/dbk_[\w-]{8,}/g, redacted)
  return clean === decoded ? redactText(path) : clean
}

/** Sequences that are no UTF-8 stay as they are. */
function decodeOnce(text: string): string {
  return text.replace(/(?:%[\da-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded)
    } catch {
      return encoded.replace(/%([2-7][\da-f])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    }
  })
}
