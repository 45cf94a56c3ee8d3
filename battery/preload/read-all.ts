import type { Readable } from 'node:stream'

/** In place of `lib/outbound/read-start.ts`: reads on as long as something comes. */
export async function readStart(body: Readable): Promise<string> {
  let size = 0
  for await (const chunk of body) size += (chunk as Uint8Array).length
  return String(size)
}
