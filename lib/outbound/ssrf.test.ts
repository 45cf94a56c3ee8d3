import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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

/** Addresses written in every way that a URL, a C library or a resolver takes for this machine or for one behind the wall. */
const hosts = [
  '127.0.0.1',
  '127.1',
  '127.0.1',
  '127.0.0.01',
  '127.255.255.254',
  '127.0.0.1.',
  '2130706433',
  '017700000001',
  '0x7f000001',
  '0x7f.1',
  '0x7f.0.0.1',
  '0X7F.0x0.0x0.0x1',
  '0177.0.0.1',
  '0177.0.0.01',
  '00000177.1',
  '0',
  '0.0.0.0',
  '0x0',
  '00.00.00.00',
  '１２７.０.０.１',
  '127。0。0。1',
  '①②⑦.⓪.⓪.①',
  '%31%32%37.0.0.1',
  'localhost',
  'LOCALHOST',
  'localhost.',
  'ｌｏｃａｌｈｏｓｔ',
  '10.0.0.1',
  '10.1',
  '0xa000001',
  '012.0.0.1',
  '167772161',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.0.1',
  '192.168.1',
  '3232235521',
  '100.64.0.1',
  '169.254.1.1',
  '169.254.169.254',
  '2852039166',
  '0xa9fea9fe',
  '0251.0376.0251.0376',
  '169.254.43518',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  '224.0.0.1',
  '239.1.1.1',
  '240.0.0.1',
  '255.255.255.255',
  '198.18.0.1',
  '192.0.2.1',
  '[::]',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::127.0.0.1]',
  '[::7f00:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::FFFF:7F00:0001]',
  '[0:0:0:0:0:ffff:127.0.0.1]',
  '[::ffff:0:127.0.0.1]',
  '[::ffff:169.254.169.254]',
  '[64:ff9b::127.0.0.1]',
  '[64:ff9b::a9fe:a9fe]',
  '[64:ff9b:1::7f00:1]',
  '[2002:7f00:1::]',
  '[2002:a9fe:a9fe::1]',
  '[2001:0:7f00:1::]',
  '[2001:0:5db8:d822:0:0:80ff:fffe]',
  '[2607:f8b0::5efe:127.0.0.1]',
  '[fc00::1]',
  '[fd00:ec2::254]',
  '[fe80::1]',
  '[fec0::1]',
  '[ff02::1]',
  '[2001:db8::1]',
]

describe('what is behind the wall', () => {
  it('is written in at least 60 ways here', () => {
    expect(new Set(hosts).size).toBeGreaterThanOrEqual(60)
  })

  it.each(hosts)('%s is refused, and nothing connects', async (host) => {
    const error = await send({ url: `http://${host}:${port}/`, allowPrivate: false, timeoutMs: 2_000 }).catch(
      (thrown: unknown) => thrown,
    )
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
    const error = await send({ url, allowPrivate: false, resolver }).catch((thrown: unknown) => thrown)
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
    const error = await send({ url: `http://hooks.example.test:${port}/`, allowPrivate: false, resolver }).catch(
      (thrown: unknown) => thrown,
    )
    expect(error).toMatchObject({ name: 'OutboundError', isPermanent: true })
    expect(caught).toBe(0)
  })

  it('one private address among public ones refuses the name', async () => {
    const resolver: Resolver = async () => [
      { address: '93.184.216.34', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ]
    const error = await send({ url: `http://hooks.example.test:${port}/`, allowPrivate: false, resolver }).catch(
      (thrown: unknown) => thrown,
    )
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
    const problem = addressProblem(url, false)
    if (expected === undefined) expect(problem).toBeUndefined()
    else expect(problem).toMatch(expected)
  })
})
