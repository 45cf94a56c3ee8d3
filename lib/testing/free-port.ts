import { once } from 'node:events'
import { createServer } from 'node:net'

/** A port that nobody listens on, chosen by the system, which seldom names the same one soon again. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0)
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address !== 'object' || !address) throw new Error('A server that listens has a port')
  return address.port
}
