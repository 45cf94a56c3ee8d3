/** The basic character set of GSM 03.38, and its extension, whose characters take two septets. */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
const extension = new Set('\f^{}\\[~]|€')

export type Segments = { encoding: 'GSM-7' | 'UCS-2'; segments: number }

/**
 * How many messages a phone network makes of a text: 160 septets or 70 UTF-16 units alone, 153 or 67 each when there are
 * several (3GPP TS 23.040, concatenation header). A character of two units is never divided between two.
 */
export function countSegments(text: string): Segments {
  // Code points: what the networks count, not what readers see as one character.
  const characters = Array.from(text)
  const isGsm = characters.every((character) => basic.has(character) || extension.has(character))
  const widths = characters.map((character) => (isGsm ? (extension.has(character) ? 2 : 1) : character.length))
  const [alone, each] = isGsm ? [160, 153] : [70, 67]
  const total = widths.reduce((sum, width) => sum + width, 0)
  const encoding = isGsm ? 'GSM-7' : 'UCS-2'
  if (total <= alone) return { encoding, segments: 1 }
  let [segments, used] = [1, 0]
  for (const width of widths) {
    if (used + width > each) [segments, used] = [segments + 1, 0]
    used += width
  }
  return { encoding, segments }
}

const plainer: Record<string, string> = {
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '–': '-',
  '—': '-',
  '…': '...',
  '·': '-',
  '•': '-',
  '\u00a0': ' ',
  '\t': ' ',
  '`': "'",
}

/** Typographic characters as the plain ones of GSM-7: one curly quotation mark would more than halve what fits. */
export function plainerText(text: string): string {
  return text.replace(/[‘’“”„–—…·•\u00a0\t`]/g, (character) => plainer[character] ?? character)
}
