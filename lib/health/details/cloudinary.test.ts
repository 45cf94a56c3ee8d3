import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { setEnv } from '../../env'
import { accountOf, cloudinaryUsage } from './cloudinary'

let answer: (request: IncomingMessage, response: ServerResponse) => void = () => {}
const asked: { url: string | undefined; authorization: string | undefined }[] = []
const server = createServer((request, response) => {
  asked.push({ url: request.url, authorization: request.headers.authorization })
  answer(request, response)
})

beforeEach(async () => {
  asked.length = 0
  setEnv({ ALERT_ALLOW_PRIVATE_ADDRESSES: 'true' })
  if (!server.listening) await once(server.listen(0, '127.0.0.1'), 'listening')
})
afterEach(() => server.closeAllConnections())

const account = (cloud: string) =>
  accountOf(`cloudinary://key:s%2Fecret@${cloud}`, `http://127.0.0.1:${(server.address() as AddressInfo).port}`)

test('none is asked when none is configured', () => {
  setEnv({ CLOUDINARY_URL: '' })
  expect(cloudinaryUsage()).toBeNull()
})

test('usage is asked for once, in the background, with the account’s credentials', async () => {
  answer = (_, response) =>
    response.end(
      JSON.stringify({
        plan: 'Free',
        storage: { usage: 1_234 },
        bandwidth: { usage: 5 },
        credits: { used_percent: 2.5 },
      }),
    )
  const school = account('school')
  expect(cloudinaryUsage(school)).toMatchObject({ status: 'asking', storageBytes: null })
  expect(cloudinaryUsage(school)).toMatchObject({ status: 'asking' })
  await vi.waitFor(() => expect(cloudinaryUsage(school)?.status).toBe('known'))
  expect(cloudinaryUsage(school)).toEqual({
    status: 'known',
    at: expect.any(String),
    storageBytes: 1_234,
    bandwidthBytes: 5,
    creditsUsedPercent: 2.5,
    plan: 'Free',
    problem: null,
  })
  expect(asked).toEqual([
    { url: '/v1_1/school/usage', authorization: `Basic ${Buffer.from('key:s/ecret').toString('base64')}` },
  ])
})

test('one that never answers keeps nobody waiting', () => {
  answer = () => {}
  for (let call = 0; call < 100; call += 1) expect(cloudinaryUsage(account('silent'))?.status).toBe('asking')
})

test.each([
  ['refuses', (response: ServerResponse) => response.writeHead(401).end('{}')],
  ['answers nonsense', (response: ServerResponse) => response.end('<html>')],
  ['hangs up', (response: ServerResponse) => response.destroy()],
])('one that %s is told, and is not asked again at once', async (kind, respond) => {
  answer = (_request, response) => void respond(response)
  const cloud = `broken-${kind.replace(' ', '-')}`
  const broken = account(cloud)
  cloudinaryUsage(broken)
  await vi.waitFor(() => expect(cloudinaryUsage(broken)?.status).toBe('failed'))
  expect(cloudinaryUsage(broken)).toMatchObject({ problem: 'Cloudinary did not answer', storageBytes: null })
  expect(asked.filter(({ url }) => url?.includes(cloud))).toHaveLength(1)
})
