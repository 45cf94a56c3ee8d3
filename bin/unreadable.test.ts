import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isKnownMethod, isReadable, refuseMethod, refuseUnparsed } from './unreadable'

const state = encodeURIComponent(JSON.stringify(['', { children: ['dashboard', {}] }, null, null, true]))

it.each([
  ['/', undefined],
  ['/api/leads?search=%', undefined],
  ['/dashboard/leads/%C3%A9', undefined],
  ['/', state],
])('%s with router state %s goes on to Next', (url, header) => {
  expect(isReadable({ url, headers: header ? { 'next-router-state-tree': header } : {} })).toBe(true)
})

it.each([
  ['/api/%', undefined],
  ['/api/leads/%ff', undefined],
  ['/', '%%%'],
  ['/', '[]'],
  ['/', '7'],
  ['/', '{}'],
])('%s with router state %s is refused before Next', (url, header) => {
  expect(isReadable({ url, headers: header ? { 'next-router-state-tree': header } : {} })).toBe(false)
})

describe('what is no request of ours', () => {
  const server = createServer((request, response) =>
    isKnownMethod(request) ? response.end('ok') : refuseMethod(response),
  )
  server.on('clientError', (error, socket) => void refuseUnparsed(error, socket))
  beforeAll(async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  afterAll(() => void server.close())

  async function say(text: string): Promise<string> {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
    let heard = ''
    socket.on('data', (chunk) => {
      heard += String(chunk)
    })
    socket.end(text)
    await once(socket, 'close')
    return heard
  }

  it.each([
    [
      'a method that nobody knows',
      'PROPFIND / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      405,
      'METHOD_NOT_ALLOWED',
    ],
    ['too long an address', `GET /${'x'.repeat(40_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, 431, 'HEADERS_TOO_LARGE'],
    ['no HTTP at all', 'EHLO daybook\r\n\r\n', 400, 'MALFORMED_REQUEST'],
  ])('%s is refused as problem+json', async (_what, text, status, code) => {
    const heard = await say(text)
    expect(heard).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
    expect(heard.toLowerCase()).toContain('content-type: application/problem+json')
    expect(JSON.parse(heard.slice(heard.indexOf('{'), heard.lastIndexOf('}') + 1))).toMatchObject({ status, code })
  })

  it('too long an address of HEAD is refused without a body', async () => {
    expect(await say(`HEAD /${'x'.repeat(40_000)} HTTP/1.1\r\nHost: x\r\n\r\n`)).toMatch(
      /^HTTP\/1.1 431 [^{]*\r\n\r\n$/,
    )
  })
})
