import { connect, createServer, type Socket } from 'node:net'
import { Transform } from 'node:stream'

/** A line to a database that a test can break. */
export type TcpProxy = {
  /** `target` with the proxy's address in place of its own. */
  url: string
  /** Connections opened since the start. */
  opened(): number
  /** Resets all connections and refuses new ones, like a killed server. */
  cut(): Promise<void>
  /** Resets all connections and takes new ones. */
  reset(): void
  /** Lets no byte through any more but keeps and takes connections, like a network that swallows everything. */
  freeze(): void
  /** Holds every answer back for so long; 0 ends it. */
  delay(ms: number): void
  /** Takes new connections again, and at full speed. Those of before stay as they are: cut or silent. */
  restore(): Promise<void>
  close(): Promise<void>
}

/** Opens a proxy on a free loopback port to the host and port of `target`. */
export async function openTcpProxy(target: string): Promise<TcpProxy> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  let isFrozen = false
  let delayMs = 0
  let opened = 0
  const track = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  }
  const server = createServer((client) => {
    track(client)
    opened += 1
    if (isFrozen) return
    const upstream = connect(Number(port), hostname)
    track(upstream)
    client.pipe(upstream)
    upstream.pipe(heldBack(() => delayMs)).pipe(client)
    client.on('close', () => upstream.destroy())
    upstream.on('close', () => client.destroy())
  })
  const listen = (at: number) => new Promise<void>((resolve) => server.listen(at, '127.0.0.1', resolve))
  await listen(0)
  const address = server.address()
  const ownPort = typeof address === 'object' && address ? address.port : 0
  const reset = () => {
    for (const socket of sockets) socket.resetAndDestroy()
  }
  const cut = async () => {
    if (server.listening) server.close()
    reset()
  }
  const url = new URL(target)
  url.host = `127.0.0.1:${ownPort}`
  return {
    url: url.href,
    opened: () => opened,
    cut,
    reset,
    freeze: () => {
      isFrozen = true
      for (const socket of sockets) socket.unpipe().pause()
    },
    delay: (ms) => {
      delayMs = ms
    },
    restore: async () => {
      isFrozen = false
      delayMs = 0
      if (!server.listening) await listen(ownPort)
    },
    close: cut,
  }
}

/** Passes every piece on after the delay of its moment, in order. */
function heldBack(delayMs: () => number): Transform {
  let dueMs = 0
  const dueIn = (ms: number) => {
    const nowMs = performance.now()
    dueMs = Math.max(dueMs, nowMs + ms)
    return dueMs - nowMs
  }
  return new Transform({
    transform(piece, _encoding, done) {
      const waitMs = dueIn(delayMs())
      if (waitMs === 0) this.push(piece)
      else setTimeout(() => this.push(piece), waitMs)
      done()
    },
    flush: (done) => void setTimeout(done, dueIn(0)),
  })
}
