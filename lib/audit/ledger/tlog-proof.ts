import { decodeBase64 } from './base64'
import { parseCount, parseHash } from './checkpoint-note'
import type { Hash } from './merkle'

/**
 * A proof that can be checked without us (C2SP tlog-proof): the way from leaf `index` to the root in `checkpoint`, a
 * signed note. `extra` is the leaf's data; nothing vouches for it until its hash was led to the root.
 */
export type TlogProof = { index: number; hashes: readonly Hash[]; checkpoint: string; extra?: Uint8Array }

const header = 'c2sp.org/tlog-proof@v1'

/** A path through a tree of 2^63 leaves, the largest that tlog-tiles knows. */
const maxHashes = 63

/** The text of a `.tlog-proof` file. */
export function formatProof({ index, hashes, checkpoint, extra }: TlogProof): string {
  const extraLine = extra ? `extra ${Buffer.from(extra).toString('base64')}\n` : ''
  const path = hashes.map((hash) => `${hash.toString('base64')}\n`).join('')
  return `${header}\n${extraLine}index ${index}\n${path}\n${checkpoint}`
}

/** Reads a `.tlog-proof` file. Only its form is checked: open the checkpoint and verify the inclusion next. */
export function parseProof(text: string): TlogProof {
  const end = text.indexOf('\n\n')
  const [first, ...lines] = text.slice(0, Math.max(end, 0)).split('\n')
  if (first !== header) throw new Error(`A proof begins with the line ${header} and has an empty line`)
  const extra = lines[0]?.startsWith('extra ') ? parseExtra(lines.shift() ?? '') : undefined
  const index = lines.shift() ?? ''
  if (!index.startsWith('index ')) throw new Error('The proof does not say the index of its leaf')
  if (lines.length > maxHashes) throw new Error(`The proof has more than ${maxHashes} hashes`)
  return {
    index: parseCount(index.slice('index '.length), 'index'),
    hashes: lines.map((line) => parseHash(line, 'hash')),
    checkpoint: text.slice(end + 2),
    ...(extra && { extra }),
  }
}

function parseExtra(line: string): Buffer {
  const extra = decodeBase64(line.slice('extra '.length))
  if (!extra) throw new Error('The extra data of the proof is no base64')
  return extra
}
