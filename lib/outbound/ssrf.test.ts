import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { forbiddenHosts } from '../testing/forbidden-hosts'
import { addressProblem, OutboundError, type Resolver, send } from './index'

/** Listens on every address of this machine; whoever gets through is counted. */
let trap: Server
let port = 0
let caught = 0

const listenAt = (server: Server, at: number, host: string) =>
  new Promise<number>((resolve) =>
    server.listen(at, host, () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    }),
  )
const newTrap = () =>
  createServer((socket) => {
    caught += 1
    socket.on('error', () => {})
    socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')
  })

beforeAll(async () => {
  trap = newTrap()
  port = await listenAt(trap, 0, '::').catch(() => listenAt(trap, 0, '0.0.0.0'))
})
afterAll(() => trap.close())

describe('plain HTTP', () => {
  const at =
    (address: string): Resolver =>
    async () => [{ address, family: 4 }]
  const [inside, outside] = [at('127.0.0.1'), at('93.184.215.14')]

  it.each([
    ['http://api.twilio.test/', outside, true],
    ['http://api.twilio.test/', outside, false],
    ['HTTP://93.184.215.14/', outside, true],
    ['http://93.184.215.14/', outside, false],
  ])(
    'to the world (%s) is refused before anything connects, private addresses allowed or not',
    async (url, resolver, allowPrivate) => {
      const error = await send({ url, allowPrivate, resolver }).catch((thrown: unknown) => thrown)
      expect(error).toMatchObject({ name: 'OutboundError', isPermanent: true })
      expect(String(error)).toMatch(/must begin with https:/)
    },
  )

  it('is refused where one address of several is public', async () => {
    const both: Resolver = async () => [...(await inside('x')), ...(await outside('x'))]
    const error = await send({ url: `http://hooks.test:${port}/`, allowPrivate: true, resolver: both }).catch(
      (thrown: unknown) => thrown,
    )
    expect(error).toMatchObject({ name: 'OutboundError', message: expect.stringMatching(/must begin with https:/) })
    expect(caught).toBe(0)
  })

  it('goes to a private address where these are allowed', async () => {
    const before = caught
    const { status } = await send({ url: `http://hooks.test:${port}/`, allowPrivate: true, resolver: inside })
    expect([status, caught]).toEqual([200, before + 1])
    caught = before
  })

  it('is told in the form, as far as it can be known without DNS', () => {
    const at = (url: string, allowPrivate: boolean) => addressProblem(url, { allowPrivate })
    expect(at('http://hooks.example.org/x', false)).toMatch(/must begin with https:/)
    expect(at('http://8.8.8.8/x', true)).toMatch(/must begin with https:/)
    expect([at('http://hooks.example.org/x', true), at('http://10.0.0.1/x', true)]).toEqual([undefined, undefined])
    expect(at('https://hooks.example.org/x', false)).toBeUndefined()
  })
})

describe('what is behind the wall', () => {
  it('is written in at least 60 ways here', () => {
    expect(new Set(forbiddenHosts).size).toBeGreaterThanOrEqual(60)
  })

  it.each(forbiddenHosts)('%s is refused, and nothing connects', async (host) => {
    const error = await send({
      url: `http://${host}:${port}/`,
      allowPrivate: false,
      allowPlain: true,
      timeoutMs: 2_000,
    }).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(OutboundError)
    // Whether "localhost." is a name at all differs between resolvers.
    if (!/localhost/i.test(host.normalize('NFKC'))) expect(error).toMatchObject({ isPermanent: true })
    expect(caught).toBe(0)
  })

  it.each([
    'http://user@example.org/',
    'http://user:password@example.org/',
    'http://127.0.0.1@example.org/',
    'http://example.org\\@127.0.0.1/',
    'ftp://example.org/',
    'file:///etc/passwd',
    'gopher://127.0.0.1:25/',
    'unix:/var/run/docker.sock',
    'data:text/plain,x',
    'javascript:alert(1)',
    '//example.org/',
    'example.org',
    'http://',
    'http://[::1',
    'http://exa mple.org/',
  ])('%s is no address to send to', async (url) => {
    const resolver: Resolver = async () => [{ address: '127.0.0.1', family: 4 }]
    const error = await send({ url, allowPrivate: false, allowPlain: true, resolver }).catch(
      (thrown: unknown) => thrown,
    )
    expect(error).toMatchObject({ name: 'OutboundError', isPermanent: true })
    expect(caught).toBe(0)
  })

  it.each([
    ['127.0.0.1'],
    ['::1'],
    ['::ffff:127.0.0.1'],
    ['10.0.0.1'],
    ['169.254.169.254'],
    ['64:ff9b::7f00:1'],
    ['fe80::1%eth0'],
  ])('a name that stands for %s is refused', async (address) => {
    const resolver: Resolver = async () => [{ address, family: address.includes(':') ? 6 : 4 }]
    const error = await send({
      url: `http://hooks.example.test:${port}/`,
      allowPrivate: false,
      allowPlain: true,
      resolver,
    }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ name: 'OutboundError', isPermanent: true })
    expect(caught).toBe(0)
  })

  it('one private address among public ones refuses the name', async () => {
    const resolver: Resolver = async () => [
      { address: '93.184.216.34', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ]
    const error = await send({
      url: `http://hooks.example.test:${port}/`,
      allowPrivate: false,
      allowPlain: true,
      resolver,
    }).catch((thrown: unknown) => thrown)
    expect(String(error)).toMatch(/stands for 127\.0\.0\.1/)
    expect(caught).toBe(0)
  })

  it('a name that changes its mind gains nothing: it is asked once, and the checked address is the one connected to', async () => {
    const [checked, rebound] = [newTrap(), newTrap()]
    const reached: string[] = []
    checked.on('connection', () => reached.push('checked'))
    rebound.on('connection', () => reached.push('rebound'))
    const at = await listenAt(checked, 0, '127.0.0.2')
    await listenAt(rebound, at, '127.0.0.3')
    let asked = 0
    const resolver: Resolver = async () => {
      asked += 1
      return [{ address: asked === 1 ? '127.0.0.2' : '127.0.0.3', family: 4 }]
    }
    const answer = await send({ url: `http://rebind.example.test:${at}/`, allowPrivate: true, resolver })
    expect(answer.status).toBe(200)
    expect({ asked, reached }).toEqual({ asked: 1, reached: ['checked'] })
    checked.close()
    rebound.close()
    caught = 0
  })

  it('metadata services stay out of reach where private addresses are allowed', async () => {
    for (const host of [
      '169.254.169.254',
      '[fd00:ec2::254]',
      '100.100.100.200',
      '0.0.0.0',
      '[::]',
      '[64:ff9b::a9fe:a9fe]',
    ]) {
      const error = await send({ url: `http://${host}:${port}/`, allowPrivate: true }).catch(
        (thrown: unknown) => thrown,
      )
      expect(error, host).toMatchObject({ name: 'OutboundError', isPermanent: true })
    }
    expect(caught).toBe(0)
  })

  it('the trap catches, so that the zeros above mean something', async () => {
    expect((await send({ url: `http://127.0.0.1:${port}/`, allowPrivate: true })).status).toBe(200)
    expect(caught).toBe(1)
  })
})

describe('what a form says of an address', () => {
  it.each([
    ['https://hooks.slack.com/services/T0/B0/x', undefined],
    ['http://example.org:8080/hook?a=b', undefined],
    ['hooks.slack.com', /not a web address/],
    ['ftp://example.org', /must begin with https/],
    ['https://u:p@example.org', /user name or password/],
    ['http://127.0.0.1/', /the machine Daybook runs on.*ALERT_ALLOW_PRIVATE_ADDRESSES/],
    ['http://169.254.169.254/', /metadata service, which Daybook does not send to\.$/],
  ])('%s', (url, expected) => {
    const problem = addressProblem(url, { allowPrivate: false, allowPlain: true })
    if (expected === undefined) expect(problem).toBeUndefined()
    else expect(problem).toMatch(expected)
  })
})
