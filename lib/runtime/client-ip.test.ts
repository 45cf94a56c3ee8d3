import { expect, test } from 'vitest'
import { clientIp } from './client-ip'

const cases: [
  name: string,
  socket: string | undefined,
  forwarded: string | undefined,
  hops: number,
  expected: string | null,
][] = [
  ['no proxy: the socket, whatever the client claims', '192.0.2.1', '203.0.113.9', 0, '192.0.2.1'],
  ['IPv4 on an IPv6 socket loses its prefix', '::ffff:192.0.2.1', undefined, 0, '192.0.2.1'],
  [
    'one proxy: what the proxy appended, not what the client sent',
    '10.0.0.1',
    '1.1.1.1, 203.0.113.9',
    1,
    '203.0.113.9',
  ],
  ['two proxies: two from the right', '10.0.0.1', '1.1.1.1, 203.0.113.9, 10.0.0.2', 2, '203.0.113.9'],
  ['fewer entries than proxies: the socket, never the left end', '10.0.0.1', '1.1.1.1', 2, '10.0.0.1'],
  ['a proxy that sent nothing: the socket', '10.0.0.1', undefined, 1, '10.0.0.1'],
  ['rubbish in the entry: the socket', '10.0.0.1', '<script>', 1, '10.0.0.1'],
  ['ports and brackets are dropped', '10.0.0.1', '[2001:DB8::1]:443', 1, '2001:db8::1'],
  ['a port behind IPv4 is dropped', '10.0.0.1', '203.0.113.9:50000', 1, '203.0.113.9'],
  ['the zone of a link-local address is dropped', 'fe80::1%eth0', undefined, 0, 'fe80::1'],
  ['no socket address at all', undefined, undefined, 0, null],
]

test.each(cases)('%s', (_name, socket, forwarded, hops, expected) => {
  expect(clientIp(socket, forwarded, hops)).toBe(expected)
})
