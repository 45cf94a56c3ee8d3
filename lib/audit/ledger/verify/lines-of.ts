import { createReadStream } from 'node:fs'

/**
 * The lines of an NDJSON file. They end with a newline and with nothing else: node:readline also ends them at U+2028 and
 * U+2029, which JSON may have inside of a text.
 */
export async function* linesOf(file: string): AsyncGenerator<string> {
  const pieces: string[] = []
  for await (const chunk of createReadStream(file, { encoding: 'utf8' }) as AsyncIterable<string>) {
    const [first = '', ...others] = chunk.split('\n')
    pieces.push(first)
    for (const next of others) {
      yield pieces.join('')
      pieces.splice(0, pieces.length, next)
    }
  }
  yield pieces.join('')
}
