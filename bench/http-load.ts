import { connect, type Socket } from 'node:net'
import { quantile } from './rounds'

/** What came of a load: whole answers a second, and milliseconds of the answer in the middle. */
export type LoadResult = { perSecond: number; p50Ms: number }

/**
 * Sends one GET after the other over so many connections that are kept, for `ms`. Speaks to the sockets itself, because on two
 * cores a client library would take a third of what the server needs. Throws on anything but a whole answer 200.
 */
export async function load(url: URL, connections: number, ms: number): Promise<LoadResult> {
  const startedMs = performance.now()
  const times: number[] = []
  await Promise.all(Array.from({ length: connections }, () => keepAsking(url, startedMs + ms, times)))
  return { perSecond: (times.length * 1_000) / (performance.now() - startedMs), p50Ms: quantile(times, 0.5) }
}

function keepAsking(url: URL, untilMs: number, times: number[]): Promise<void> {
  const request = `GET ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\n\r\n`
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const socket: Socket = connect(Number(url.port), url.hostname)
  let askedMs = 0
  let text = ''
  const ask = () => {
    text = ''
    askedMs = performance.now()
    socket.write(request)
  }
  socket.setNoDelay(true)
  socket.setEncoding('latin1')
  socket.on('connect', ask)
  socket.on('error', reject)
  socket.on('close', () => reject(new Error(`${url.pathname} closed a connection that it was to keep`)))
  socket.on('data', (piece: string) => {
    text += piece
    if (!isWhole(text)) return
    times.push(performance.now() - askedMs)
    if (!text.startsWith('HTTP/1.1 200 ')) return reject(new Error(`${url.pathname} was answered ${text.slice(0, 80)}`))
    if (performance.now() < untilMs) return ask()
    resolve()
    socket.destroy()
  })
  return promise
}

/** By its length, or by the empty last chunk. */
function isWhole(text: string): boolean {
  const headEnd = text.indexOf('\r\n\r\n')
  if (headEnd < 0) return false
  const length = /\r\ncontent-length: (\d+)/i.exec(text.slice(0, headEnd + 2))?.[1]
  return length === undefined ? text.endsWith('\r\n0\r\n\r\n') : text.length >= headEnd + 4 + Number(length)
}
