/** Stands at the end of a text that did not fit. */
export const cutMark = ' … (cut)'

export type Fitting = {
  /** What the service needs in place of characters that mean something to it. */
  escape?: (text: string) => string
  /** How long the service takes an escaped text for; UTF-16 units, which no service counts more of. */
  sizeOf?: (escaped: string) => number
  mark?: string
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
const lengthOf = (text: string) => text.length

/**
 * The escaped text, cut so that its size is at most `max` and marked as cut. What a reader takes for one character stays
 * whole, and so does what the escape made of it. Empty when not even the mark fits.
 */
export function fit(text: string, max: number, fitting: Fitting = {}): string {
  const { escape = (same: string) => same, sizeOf = lengthOf, mark = cutMark } = fitting
  if (text.length <= max) {
    const whole = escape(text)
    if (sizeOf(whole) <= max) return whole
  }
  const room = max - sizeOf(mark)
  if (room < 0) return ''
  let kept = ''
  let size = 0
  // Nothing beyond `max` units can fit, so a text of megabytes is not walked to its end.
  for (const { segment } of graphemes.segment(text.slice(0, max + 100))) {
    const escaped = escape(segment)
    size += sizeOf(escaped)
    if (size > room) break
    kept += escaped
  }
  return `${kept.trimEnd()}${mark}`
}
