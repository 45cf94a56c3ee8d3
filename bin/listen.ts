import { createServer, type RequestListener, type Server } from 'node:http'

const tries = 20

/** Opens an HTTP server on `port`, or on the next free one of the 20 above it. */
export async function listenFrom(
  port: number,
  host: string,
  handler: RequestListener,
): Promise<{ server: Server; port: number }> {
  for (let candidate = port; candidate <= Math.min(port + tries, 65_535); candidate += 1) {
    const server = createServer(handler)
    if (await listens(server, candidate, host)) return { server, port: candidate }
  }
  throw new Error(`The ports ${port} to ${port + tries} are all taken. Give another PORT.`)
}

function listens(server: Server, port: number, host: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false)
      else reject(new Error(`Cannot listen on ${host}:${port}: ${error.message}`, { cause: error }))
    })
    server.listen(port, host, () => {
      server.removeAllListeners('error')
      resolve(true)
    })
  })
}
