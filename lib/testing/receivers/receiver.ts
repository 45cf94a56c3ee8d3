import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** A request as it arrived. */
export type Received = {
  at: number
  method: string
  path: string
  headers: Record<string, string>
  body: string
  /** What the receiver answered, by the service's own rules or by its mood. */
  answered: number | undefined
}

/** What a service says to a request, by its real rules. */
export type Answer = { status: number; body: string; headers?: Record<string, string> }
export type Service = (request: Omit<Received, 'answered'>) => Answer

/** How a receiver behaves instead of following the service's rules. */
export type Mood =
  | { kind: 'status'; status: number; body?: string; headers?: Record<string, string> }
  /** Takes the request and never answers. */
  | { kind: 'hang' }
  /** Sends the head, then a byte at a time. */
  | { kind: 'drip'; everyMs: number }
  /** A byte of the head at a time. */
  | { kind: 'drip-head'; everyMs: number }
  /** 302 to another address. */
  | { kind: 'redirect'; to: string; status?: number }
  /** Answers with so many bytes. */
  | { kind: 'flood'; bytes: number }
  /** Closes the connection without an answer. */
  | { kind: 'reset' }

export type Receiver = {
  /** `http://127.0.0.1:port`. */
  url: string
  port: number
  received: Received[]
  /** Bytes of floods that really left for the other side. */
  bytesSent(): number
  connections(): number
  /** For the next `times` requests, or until told otherwise; nothing: the service's own rules again. */
  behave(mood?: Mood, times?: number): void
  /** Refuses connections until `reopen`. */
  refuse(): Promise<void>
  reopen(): Promise<void>
  close: () => Promise<void>
}

const ok: Service = () => ({ status: 200, body: 'ok' })

/** A real HTTP server on a free loopback port that speaks like `service` and can be told to misbehave. */
export async function openReceiver(service: Service = ok): Promise<Receiver> {
  const received: Received[] = []
  const sockets = new Set<Socket>()
  let mood: Mood | undefined
  let left = Number.POSITIVE_INFINITY
  let bytesSent = 0
  let connections = 0

  const nextMood = () => {
    if (mood && left <= 0) mood = undefined
    left -= 1
    return mood
  }
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const arrived = { ...(await read(request)), answered: undefined as number | undefined }
    received.push(arrived)
    const current = nextMood()
    const answer = current ? undefined : service(arrived)
    if (answer) {
      arrived.answered = answer.status
      response.writeHead(answer.status, answer.headers).end(answer.body)
    } else if (current) {
      arrived.answered = 'status' in current ? current.status : undefined
      misbehave(current, response, (count) => {
        bytesSent += count
      })
    }
  }
  const server = createServer((request, response) => {
    // The caller may break the connection off while it is read: then there is nothing to answer.
    take(request, response).catch(() => response.destroy())
  })
  server.on('connection', (socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
  })
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const shut = async () => {
    const closed = new Promise<void>((resolve) => (server.listening ? server.close(() => resolve()) : resolve()))
    for (const socket of sockets) socket.destroy()
    await closed
  }
  await listen(0)
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    received,
    bytesSent: () => bytesSent,
    connections: () => connections,
    behave(next, times = Number.POSITIVE_INFINITY) {
      mood = next
      left = times
    },
    refuse: shut,
    reopen: () => listen(port),
    close: shut,
  }
}

async function read(request: IncomingMessage): Promise<Omit<Received, 'answered'>> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array))
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)])
  return {
    at: Date.now(),
    method: request.method ?? '',
    path: request.url ?? '',
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks).toString('utf8'),
  }
}

function misbehave(mood: Mood, response: ServerResponse, count: (bytes: number) => void): void {
  if (mood.kind === 'status') response.writeHead(mood.status, mood.headers).end(mood.body ?? '')
  if (mood.kind === 'redirect') response.writeHead(mood.status ?? 302, { location: mood.to }).end()
  if (mood.kind === 'reset') response.socket?.destroy()
  if (mood.kind === 'drip') {
    response.writeHead(200)
    every(response, mood.everyMs, () => response.write('.'))
  }
  if (mood.kind === 'drip-head') {
    const head = `HTTP/1.1 200 OK\r\nx-slow: ${'a'.repeat(10_000)}`
    let at = 0
    every(response, mood.everyMs, () => response.socket?.write(head[at++] ?? 'a'))
  }
  if (mood.kind === 'flood') flood(response, mood.bytes, count)
}

function every(response: ServerResponse, ms: number, act: () => unknown): void {
  const timer = setInterval(act, ms)
  response.on('close', () => clearInterval(timer))
}

/** Writes only as fast as the other side reads, so that what it read can be told from what was written. */
function flood(response: ServerResponse, bytes: number, count: (bytes: number) => void): void {
  const piece = Buffer.alloc(16 * 1024, 'x')
  let left = bytes
  response.writeHead(200, { 'content-length': String(bytes) })
  const more = () => {
    while (left > 0 && !response.destroyed) {
      left -= piece.length
      count(piece.length)
      if (!response.write(piece)) {
        response.once('drain', more)
        return
      }
    }
    response.end()
  }
  more()
}

/** The body as a JSON object, or undefined. */
export function parsed(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    // The service under imitation says so in its own words.
    return undefined
  }
}

export const isJson = (headers: Record<string, string>) => /^application\/json\b/.test(headers['content-type'] ?? '')
