import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** A message as it reached somebody. */
export type Received = { id: string; type: string; entity: string; isMaybeRepeated: boolean; atMs: number }

/** A webhook receiver that keeps what it gets, and who it was about: the facts name the entity. */
export class MessageReceiver {
  readonly received: Received[] = []
  readonly #server = createServer((request, response) => {
    void read(request).then((body) => {
      const { type, data } = body
      const entity = /about-[a-z0-9-]+/.exec(JSON.stringify(data))?.[0] ?? ''
      const id = String(request.headers['webhook-id'])
      this.received.push({ id, type, entity, isMaybeRepeated: data.isMaybeRepeated, atMs: performance.now() })
      response.writeHead(204).end()
    })
  })

  async open(): Promise<string> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hook`
  }

  close(): void {
    this.#server.closeAllConnections()
    this.#server.close()
  }

  /** The "firing" messages about an entity. */
  about(entity: string): Received[] {
    return this.received.filter((one) => one.entity === entity && one.type === 'daybook.firing')
  }

  /** Milliseconds until there is one; undefined when none came in time. */
  async until(entity: string, limitMs: number): Promise<number | undefined> {
    const startedMs = performance.now()
    while (this.about(entity).length === 0) {
      if (performance.now() - startedMs > limitMs) return undefined
      await sleep(20)
    }
    return performance.now() - startedMs
  }
}

async function read(request: IncomingMessage): Promise<{ type: string; data: { isMaybeRepeated: boolean } }> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return JSON.parse(Buffer.concat(chunks).toString())
}
