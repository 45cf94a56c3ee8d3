import type { Readable } from 'node:stream'

const maxBytes = 64 * 1024

/**
 * The first 64 kB of a body as text; the rest is never read. A body that ends early, drips or breaks off is as much as came:
 * the status line has said what the other side thinks, and sending again because of the body would tell it twice.
 */
export async function readStart(body: Readable, signal: AbortSignal): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  try {
    for await (const chunk of body) {
      const piece = Buffer.from(chunk as Uint8Array)
      chunks.push(piece.subarray(0, maxBytes - size))
      size += piece.length
      if (size >= maxBytes || signal.aborted) break
    }
  } catch {
    // What came before the line broke is what there is.
  }
  body.destroy()
  return Buffer.concat(chunks).toString('utf8')
}
