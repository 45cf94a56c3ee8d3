import { subscribe } from 'node:diagnostics_channel'
import { appendFileSync } from 'node:fs'
import { createRequire } from 'node:module'

// Loaded by the server under test (NODE_OPTIONS): writes down where the process connects to and whether it has loaded Sentry.
const file = process.env.E2E_OUTGOING_FILE
const loaded = createRequire(import.meta.url).cache

if (file) {
  subscribe('net.client.socket', ({ socket }) => {
    socket.once('connect', () => appendFileSync(file, `connect ${socket.remoteAddress}:${socket.remotePort}\n`))
  })
  const look = () => {
    if (!Object.keys(loaded).some((name) => name.includes('/@sentry/'))) return
    appendFileSync(file, 'sentry loaded\n')
    clearInterval(timer)
  }
  const timer = setInterval(look, 200)
  timer.unref()
  process.once('exit', look)
}
