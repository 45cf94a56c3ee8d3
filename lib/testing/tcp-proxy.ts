import { connect, createServer, type Socket } from 'node:net'

/** A line to a database that a test can break. */
export type TcpProxy = {
  /** `target` with the proxy's address in place of its own. */
  url: string
  /** Connections opened since the start. */
  opened(): number
  /** Resets all connections and refuses new ones, like a killed server. */
  cut(): Promise<void>
  /** Lets no byte through any more but keeps and takes connections, like a network that swallows everything. */
  freeze(): void
  /** Takes new connections again. Those of before stay as they are: cut or silent. */
  restore(): Promise<void>
  close(): Promise<void>
}

/** Opens a proxy on a free loopback port to the host and port of `target`. */
export async function openTcpProxy(target: string): Promise<TcpProxy> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  let isFrozen = false
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
    client.pipe(upstream).pipe(client)
    client.on('close', () => upstream.destroy())
    upstream.on('close', () => client.destroy())
  })
  const listen = (at: number) => new Promise<void>((resolve) => server.listen(at, '127.0.0.1', resolve))
  await listen(0)
  const address = server.address()
  const ownPort = typeof address === 'object' && address ? address.port : 0
  const cut = async () => {
    if (server.listening) server.close()
    for (const socket of sockets) socket.resetAndDestroy()
  }
  const url = new URL(target)
  url.host = `127.0.0.1:${ownPort}`
  return {
    url: url.href,
    opened: () => opened,
    cut,
    freeze: () => {
      isFrozen = true
      for (const socket of sockets) socket.unpipe().pause()
    },
    restore: async () => {
      isFrozen = false
      if (!server.listening) await listen(ownPort)
    },
    close: cut,
  }
}
