import { spawnSync } from 'node:child_process'
import { createHash, hash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import type { JsonValue } from '../../json-value'
import { findPython } from '../../testing/python'
import { canonicalJson } from './canonical-json'
import { formatCheckpoint } from './checkpoint-note'
import { appendLeaves, hashLeaf, type ReadTiles, rootAt } from './merkle'
import { inclusionProof } from './merkle-proof'
import { formatVerifierKey, publicKeyOf, signerFromSeed, signNote } from './signed-note'
import { formatProof } from './tlog-proof'

// Each look at the other implementation starts a process, which takes its time on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

/** What auditors run: it shares no line with our own code, so both must have understood the specifications alike. */
const script = resolve(import.meta.dirname, '../../../docs/verify-trail.py')
const python = findPython()
const folder = mkdtempSync(join(tmpdir(), 'verify-trail-'))
afterAll(() => rmSync(folder, { recursive: true }))

type Group = 'actor' | 'content' | 'reference'
type TrailEvent = { [field: string]: JsonValue }

const groups: Record<Group, readonly string[]> = {
  actor: ['ipAddress', 'userAgent', 'userEmail', 'userName'],
  content: ['after', 'before', 'description', 'errorMessage', 'errorStack', 'metadata'],
  reference: [
    'apiKeyId',
    'correlationId',
    'entityId',
    'entityType',
    'institutionId',
    'method',
    'path',
    'release',
    'requestId',
    'sourceEventId',
    'userId',
  ],
}
const groupNames: readonly Group[] = ['actor', 'content', 'reference']

/** How a number that no double can carry stands in a line, and how it is hashed (docs/ledger.md). */
const longNumber = { digits: '123456789012345678901', hashed: '\u0000123456789012345678901' }

const sha256 = (...parts: (string | Buffer)[]) =>
  parts.reduce((hasher, part) => hasher.update(part), createHash('sha256')).digest()

/** Data of the leaf and the line of the export, made from the contract in docs/ledger.md word by word. */
function seal(event: TrailEvent, seq: number, erase: readonly Group[] = []): { data: string; line: string } {
  const recordedAt = `2026-11-21T03:04:05.${String(123_456 + seq)}Z`
  const salt = createHash('sha384').update(`salt ${seq}`).digest()
  const commitments = groupNames.map((group, at) => {
    const values = groups[group].flatMap((name) => (event[name] == null ? [] : [[name, event[name]] as const]))
    return sha256(salt.subarray(16 * at, 16 * at + 16), canonicalJson(Object.fromEntries(values))).toString('hex')
  })
  const [actor = '', content = '', reference = ''] = commitments
  const { occurredAt = '', action = '', severity = '', source = '', actorType = '' } = event
  const body = { v: 1, occurredAt, action, severity, source, actorType, actor, content, reference }
  const bodyHash = hash('sha256', canonicalJson(body))
  const id = `01a1fb94-e2b3-7381-8217-26834f1f78${10 + seq}`
  const shown = { ...event }
  const erased: { [group: string]: string } = {}
  for (const group of erase) {
    for (const name of groups[group]) shown[name] = name === 'description' ? '' : null
    const at = groupNames.indexOf(group)
    salt.fill(0, 16 * at, 16 * at + 16)
    erased[group] = commitments[at] ?? ''
  }
  const evidence = { recordedAt, salt: salt.toString('hex'), ...(erase.length > 0 && { erased }) }
  const line = { id, seq, createdAt: `${recordedAt.slice(0, 23)}Z`, ...shown, ...aliases(shown), evidence }
  return {
    data: canonicalJson({ v: 1, id, recordedAt, bodyHash }),
    line: JSON.stringify(line).replaceAll(JSON.stringify(longNumber.hashed), longNumber.digits),
  }
}

/** What the API repeats under other names. */
function aliases(event: TrailEvent): TrailEvent {
  const { userEmail = null, userName = null, entityType = null, userId = null } = event
  const [firstName, ...others] = typeof userName === 'string' ? userName.trim().split(/\s+/) : []
  const actor = { email: userEmail, firstName: firstName || null, lastName: others.join(' ') || null }
  return {
    entityName: entityType,
    actorUserId: userId,
    actor: userEmail === null && userName === null ? null : actor,
  }
}

const plain: TrailEvent = {
  occurredAt: '2026-11-21T03:04:05.123Z',
  action: 'INVOICE_PAID',
  severity: 'INFO',
  source: 'daybook',
  actorType: 'user',
  description: 'Invoice INV-2026-000123 was paid',
  sourceEventId: null,
  userEmail: null,
  userName: null,
  metadata: null,
}
const rich: TrailEvent = {
  ...plain,
  userEmail: 'zoe@example.com',
  userName: 'Zoë  de la\u00a0Müller 😀',
  userId: 'u1',
  ipAddress: '192.0.2.1',
  entityType: 'Invoice',
  entityId: 'INV-2026-000123',
  before: { amountMinor: 1_250_000, paid: false, rate: 4.75, exact: longNumber.hashed, '9': 'a', '10': ['b', null] },
  after: {
    tiny: 1e-7,
    huge: 1.7976931348623157e308,
    '€': 'x',
    '\ufb33': 'y',
    '😀': 'z',
    text: 'a\n"b"\\ \u0007\u007f\u2028',
  },
}

const signer = signerFromSeed('example.com/daybook', Buffer.alloc(32, 7))
const key = formatVerifierKey(signer)

/** A log of these events, signed; with the files that an auditor would have. */
async function makeLog(name: string, sealed: readonly { data: string; line: string }[]) {
  const leaves = sealed.map(({ data }) => hashLeaf(Buffer.from(data)))
  const { tiles, size } = await appendLeaves(async () => [], 0, leaves)
  const read: ReadTiles = async (wanted) =>
    wanted.map(
      ({ level, index }) =>
        tiles.find((tile) => tile.level === level && tile.index === index)?.hashes ?? Buffer.alloc(0),
    )
  const checkpoint = signNote(formatCheckpoint({ origin: signer.name, size, root: await rootAt(read, size) }), signer)
  const proofOf = async (index: number, withLeaf = true) =>
    formatProof({
      index,
      hashes: await inclusionProof(read, index, size),
      checkpoint,
      ...(withLeaf && { extra: Buffer.from(sealed[index]?.data ?? '') }),
    })
  return {
    checkpoint: file(`${name}.checkpoint`, checkpoint),
    exported: file(`${name}.ndjson`, sealed.map(({ line }) => `${line}\n`).join('')),
    proofOf,
  }
}

function file(name: string, content: string): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const events = [seal(plain, 0), seal(rich, 1), seal(rich, 2, ['actor', 'content'])]
const log = await makeLog('log', events)
const proof = file('event.tlog-proof', await log.proofOf(1))
const event = file('event.json', events[1]?.line ?? '')

/** The script as an auditor runs it. */
function verify(...args: string[]): { status: number | null; says: string } {
  const { status, stdout, stderr } = spawnSync(python, [script, ...args], { encoding: 'utf8' })
  if (stderr.includes('Traceback')) throw new Error(stderr)
  return { status, says: stdout }
}

/** The same in one process, which is quicker for many. */
function runAll(runs: readonly string[][]): { status: number; says: string }[] {
  const code = `
import contextlib, io
answer = []
for args in given:
    with contextlib.redirect_stdout(io.StringIO()) as says:
        status = trail.main(args)
    answer.append({"status": status, "says": says.getvalue()})`
  return z.array(z.object({ status: z.int(), says: z.string() })).parse(inPython(code, runs))
}

/** Runs code with the script loaded as `trail` and `given` as JSON; answers what it assigns to `answer`. */
function inPython(code: string, given: unknown): unknown {
  const program = `import importlib.util, json, sys
spec = importlib.util.spec_from_file_location("trail", sys.argv[1])
trail = importlib.util.module_from_spec(spec)
spec.loader.exec_module(trail)
given = json.loads(sys.stdin.buffer.read())
${code}
sys.stdout.buffer.write(json.dumps(answer).encode())`
  const { status, stdout, stderr } = spawnSync(python, ['-c', program, script], {
    encoding: 'utf8',
    input: JSON.stringify(given),
    maxBuffer: 1e8,
  })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}

/**
 * The places in a file (or the key) where one flipped bit was not noticed, among every `step`th byte. A signature that
 * is not the right one counts as wrong without being worked out, which takes long; below, each bit of one is.
 */
function unnoticedFlips(args: readonly string[], flipped: string, step = 1): unknown {
  const code = `
import contextlib, io, pathlib
right, is_signed = set(), trail.is_signed
def remembered(*triple):
    if not right and is_signed(*triple):
        right.add(triple)
    return triple in right
trail.is_signed = remembered
def refuses(args):
    with contextlib.redirect_stdout(io.StringIO()):
        return trail.main(args) == 1
def flips(data):
    return (data[:at] + bytes([data[at] ^ 1]) + data[at + 1:] for at in range(0, len(data), step))
args, flipped, step = given["args"], given["flipped"], given["step"]
assert not refuses(args)
if flipped in args and pathlib.Path(flipped).exists():
    whole, noticed = pathlib.Path(flipped).read_bytes(), []
    for data in flips(whole):
        pathlib.Path(flipped).write_bytes(data)
        noticed.append(refuses(args))
    pathlib.Path(flipped).write_bytes(whole)
else:
    whole = flipped.encode()
    noticed = [refuses([data.decode() if arg == flipped else arg for arg in args]) for data in flips(whole)]
answer = [whole[:at * step + 1].decode(errors="replace")[-20:] for at, right in enumerate(noticed) if not right]`
  return inPython(code, { args, flipped, step })
}

describe('a proof', () => {
  it('of ours is found right', () => {
    expect(verify('proof', proof, '--key', key)).toEqual({
      status: 0,
      says: `The checkpoint of example.com/daybook over 3 events has the right signature.
Leaf 1 of the tree is ${events[1]?.data}.
`,
    })
    expect(verify('proof', proof, '--key', key, '--event', event).says).toMatch(
      /The event is what the leaf was made of\.\n$/,
    )
  })

  it('of every leaf of logs of many sizes is found right', async () => {
    const runs: string[][] = []
    for (const size of [1, 2, 3, 5, 8, 13]) {
      const sealed = Array.from({ length: size }, (_, seq) => seal(seq % 2 ? rich : plain, seq))
      const some = await makeLog(`size-${size}`, sealed)
      runs.push(['export', some.exported, '--checkpoint', some.checkpoint, '--key', key])
      for (const [index, { line }] of sealed.entries())
        for (const withLeaf of [true, false]) {
          const path = file(`${size}-${index}-${withLeaf}.tlog-proof`, await some.proofOf(index, withLeaf))
          runs.push(['proof', path, '--key', key, '--event', file(`${size}-${index}.json`, line)])
        }
    }
    const refused = runAll(runs).filter(({ status }) => status !== 0)
    expect(runs).toHaveLength(6 + 2 * 32)
    expect(refused).toEqual([])
  })

  it('holds for an event of which parts were erased, and says which', async () => {
    const path = file('erased.tlog-proof', await log.proofOf(2))
    const { status, says } = verify('proof', path, '--key', key, '--event', file('erased.json', events[2]?.line ?? ''))
    expect(says).toMatch(/made of\. Its actor is not shown\. Its content is not shown\.\n$/)
    expect(status).toBe(0)
  })

  it('is refused with one bit flipped anywhere in it, in the event or in the key', () => {
    expect(unnoticedFlips(['proof', proof, '--key', key], proof)).toEqual([])
    expect(unnoticedFlips(['proof', proof, '--key', key, '--event', event], event, 2)).toEqual([])
    expect(unnoticedFlips(['proof', proof, '--key', key], key)).toEqual([])
  })

  it('is refused for another event, another place and another key', async () => {
    const other = file('other.json', events[0]?.line ?? '')
    expect(verify('proof', proof, '--key', key, '--event', other)).toEqual({
      status: 1,
      says: 'NOT PROVEN. The event is not the one of the proof, or it was changed.\n',
    })
    const moved = file('moved.json', events[1]?.line.replace('"seq":1', '"seq":2') ?? '')
    expect(verify('proof', proof, '--key', key, '--event', moved).status).toBe(1)
    const sameName = formatVerifierKey(signerFromSeed(signer.name, Buffer.alloc(32, 8)))
    expect(verify('proof', proof, '--key', sameName).says).toMatch(
      'not signed by example.com/daybook with the given key',
    )
    const longer = file('longer.tlog-proof', (await log.proofOf(1)).replace('\n\n', `\n${'A'.repeat(43)}=\n\n`))
    expect(verify('proof', longer, '--key', key).says).toMatch('does not fit the size of the tree')
  })

  it('is refused with the leaf of another event in it, and for what is no event', async () => {
    const extra = (index: number) => Buffer.from(events[index]?.data ?? '').toString('base64')
    const mixed = file('mixed.tlog-proof', (await log.proofOf(1)).replace(extra(1), extra(0)))
    expect(verify('proof', mixed, '--key', key, '--event', event).says).toMatch('The event is not the one of the proof')
    expect(verify('proof', proof, '--key', key, '--event', file('list.json', '[]'))).toEqual({
      status: 1,
      says: 'NOT PROVEN. This is no event with its evidence: give one line of an NDJSON export.\n',
    })
  })

  it('is refused for a place behind the last leaf', async () => {
    const { proofOf } = await makeLog('single', [seal(plain, 0)])
    const path = file('behind.tlog-proof', (await proofOf(0)).replace('index 0', 'index 1'))
    expect(verify('proof', path, '--key', key).says).toMatch('does not fit the size of the tree')
  })

  it('is refused for a key of another type', () => {
    const data = Buffer.concat([Buffer.of(2), publicKeyOf(Buffer.alloc(32, 7))])
    const id = sha256('example.com/daybook\n', data).toString('hex', 0, 4)
    const otherType = `example.com/daybook+${id}+${data.toString('base64')}`
    expect(verify('proof', proof, '--key', otherType).says).toMatch('The key was cut or mixed up')
  })

  it('of another log with the same key is refused', () => {
    const text = formatCheckpoint({ origin: 'example.com/other', size: 1, root: hashLeaf(Buffer.from('{}')) })
    const path = file(
      'foreign.tlog-proof',
      formatProof({ index: 0, hashes: [], checkpoint: signNote(text, signer), extra: Buffer.from('{}') }),
    )
    expect(verify('proof', path, '--key', key).says).toMatch('not one of the log example.com/daybook')
  })
})

describe('an export', () => {
  const args = ['export', log.exported, '--checkpoint', log.checkpoint, '--key', key]

  it('of ours is found right', () => {
    expect(verify(...args)).toEqual({
      status: 0,
      says: `The checkpoint of example.com/daybook over 3 events has the right signature.
The export has these 3 events, complete and unchanged. Not all fields are shown of 1.
It has no newer events.
`,
    })
  })

  it('is refused with one bit flipped anywhere in it or in the checkpoint', () => {
    expect(unnoticedFlips(args, log.exported, 3)).toEqual([])
    expect(unnoticedFlips(args, log.checkpoint)).toEqual([])
  })

  const lines = events.map(({ line }) => line)
  const [first = '', second = '', third = ''] = lines
  const wrongExports: [string, string[], string][] = [
    ['without its last event', [first, second], 'Event 2 is not in the export'],
    ['without its first event', [second, third], 'Event 0 is not in the export'],
    ['with an event whose number was taken away', [first, numbered(second, 1, null), third], 'Event 1 is not in the'],
    ['with an event that is said to be newer', [first, numbered(second, 1, 3), third], 'Event 1 is not in the export'],
    ['with an event twice', [first, first, second, third], 'Line 2 of the export: Its place'],
    ['with a number in pieces', [first, numbered(second, 1, 1.5), third], 'Line 2 of the export: Its place'],
    ['with a number that is true', [first, numbered(second, 1, true), third], 'Line 2 of the export: Its place'],
    ['with two events swapped', [numbered(second, 1, 0), numbered(first, 0, 1), third], 'do not lead to the root'],
    [
      'with a field that nothing proves',
      [first, second.replace('{', '{"approvedBy":"Bob",'), third],
      "The field 'approvedBy' is in no leaf",
    ],
    ['with a field twice', [first, second.replace('{', '{"userId":"u2",'), third], 'has a name twice'],
    [
      'with an alias that says something else',
      [first, second.replace('"firstName":"Zoë"', '"firstName":"Zoe"'), third],
      'The field actor contradicts',
    ],
    [
      'with values in an erased group',
      [first, second, third.replace('"userName":null', '"userName":"Bob"')],
      'Its actor was not erased.',
    ],
    [
      'with a salt in an erased group',
      [first, second, third.replace('"salt":"0', '"salt":"1')],
      'Its actor was not erased.',
    ],
    [
      'with a group erased that there is not',
      [first, second, third.replace('"erased":{', '"erased":{"all":"",')],
      'names unknown fields',
    ],
    [
      'with erasures that are no object',
      [first, second.replace('"evidence":{', '"evidence":{"erased":["actor"],'), third],
      'names unknown fields',
    ],
    [
      'with a commitment in capitals',
      [first, second, third.replace(/"actor":"[^"]*/, (hash) => `"actor":"${hash.slice(9).toUpperCase()}`)],
      'The commitment to its actor is not 32 bytes',
    ],
    [
      'with a salt in capitals',
      [first, second.replace(/"salt":"[^"]*/, (salt) => `"salt":"${salt.slice(8).toUpperCase()}`), third],
      'Its salt is not 48 bytes',
    ],
    [
      'without evidence',
      [first, '{"seq":1}', third],
      'This is no event with its evidence: give one line of an NDJSON export.',
    ],
    [
      'with evidence that is none',
      [first, '{"seq":1,"evidence":[]}', third],
      'This is no event with its evidence: give one line of an NDJSON export.',
    ],
    ['with a line that is no event', [first, '[]', third], 'Line 2 of the export: Its place'],
    ['with a line that is no JSON', [first, second.slice(1), third], 'Line 2 of the export: The event is not JSON'],
    ['with half of a surrogate pair', [first, second.replace('Zoë', '\\ud800'), third], 'surrogates not allowed'],
    [
      'with a number that JSON has not',
      [first.replace('"userName":null', '"userName":NaN'), second, third],
      'contradicts',
    ],
    ['nested too deeply', [first, `${'['.repeat(100_000)}`, third], 'Line 2 of the export: The event is not JSON'],
  ]
  const answers = runAll(
    wrongExports.map(([name, wrong]) => {
      const path = file(`${name}.ndjson`, wrong.map((line) => `${line}\n`).join(''))
      return ['export', path, '--checkpoint', log.checkpoint, '--key', key]
    }),
  )

  it.each(wrongExports.map(([name, , problem], at) => ({ name, problem, answer: answers[at] })))(
    '$name is refused',
    ({ problem, answer }) => {
      expect(answer?.says).toMatch(problem)
      expect(answer?.status).toBe(1)
    },
  )

  it('may be in any order and have newer events, about which it says that nothing is proven', () => {
    const newer = [numbered(first, 0, 3), numbered(second, 1, null).replace(/"salt":"[^"]*"/, '"salt":null')]
    const path = file('newer.ndjson', [third, ...newer, first, second].join('\n'))
    expect(verify('export', path, '--checkpoint', log.checkpoint, '--key', key)).toEqual({
      status: 0,
      says: expect.stringMatching(/complete and unchanged.*\nNothing is proven about the 2 newer events in it\.\n$/),
    })
  })

  it('may say when values were erased, and show what stands for a secret', () => {
    const more = '"evidence":{"erasedAt":"2026-11-22T00:00:00.000Z","redacted":{"before":{"token":"[redacted]"}},'
    const path = file('redacted.ndjson', [first, second, third.replace('"evidence":{', more)].join('\n'))
    expect(verify('export', path, '--checkpoint', log.checkpoint, '--key', key).status).toBe(0)
  })

  it('of an empty trail is complete', async () => {
    const empty = await makeLog('empty', [])
    expect(verify('export', empty.exported, '--checkpoint', empty.checkpoint, '--key', key).status).toBe(0)
  })

  it('that cannot be read, or a question that is not one, ends with 2', () => {
    expect(verify('export', join(folder, 'absent'), '--checkpoint', log.checkpoint, '--key', key).status).toBe(2)
    expect(verify('export', log.exported, '--key', key).status).toBe(2)
    expect(verify('proof', proof).status).toBe(2)
  })
})

describe('the parts', () => {
  const seed = 8785

  it('verify the signatures of RFC 8032 §7.1 and no altered ones', () => {
    const vectors = [
      [
        'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
        '',
        'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
      ],
      [
        '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
        '72',
        '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
      ],
      [
        'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
        'af82',
        '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
      ],
    ]
    const [, [publicKey = '', message = '', signature = ''] = []] = vectors
    const flips = [
      ...bitFlips(signature).map((flipped) => [publicKey, message, flipped]),
      ...bitFlips(publicKey).map((flipped) => [flipped, message, signature]),
    ]
    const malformed = vectors.flatMap(([key = '', text = '', right = '']) => [
      [key, `${text}00`, right],
      [key, text, `${right}00`],
      [key, text, right.slice(2)],
      [key, text, right.slice(0, 64) + plusOrder(right.slice(64))],
      [`${'ff'.repeat(31)}7f`, text, right],
    ])
    const code = 'answer = [trail.is_signed(*(bytes.fromhex(part) for part in each)) for each in given]'
    expect(inPython(code, vectors)).toEqual([true, true, true])
    expect(inPython(code, [...flips, ...malformed])).toEqual([...flips, ...malformed].map(() => false))
  })

  it('know no points that RFC 8032 §5.1.3 refuses', () => {
    const p = 2n ** 255n - 19n
    const littleEndian = (n: bigint) => Buffer.from(n.toString(16).padStart(64, '0'), 'hex').reverse().toString('hex')
    const code = 'answer = [trail.decode_point(bytes.fromhex(each)) is not None for each in given]'
    const refused = [p + 1n, 1n + 2n ** 255n, 2n]
    expect(inPython(code, [1n, ...refused].map(littleEndian))).toEqual([true, false, false, false])
  })

  it('print numbers as RFC 8785 wants, and as we do', () => {
    const bits = fc
      .sample(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), { numRuns: 3_000, seed })
      .map((n) => n.toString(16).padStart(16, '0'))
    const others = fc.sample(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e25, max: 1e25 }), {
      numRuns: 3_000,
      seed,
    })
    const whole = fc.sample(fc.maxSafeInteger(), { numRuns: 1_000, seed })
    const published =
      '44b52d02c7e14af5 44b52d02c7e14af6 44b52d02c7e14af7 444b1ae4d6e2ef4e 444b1ae4d6e2ef50 3eb0c6f7a0b5ed8c 3eb0c6f7a0b5ed8d ' +
      '41b3de4355555557 becbf647612f3696 43143ff3c1cb0959 0000000000000000 8000000000000000 0000000000000001 7fefffffffffffff'
    const values = [...published.split(' '), ...bits].map((text) => Buffer.from(text, 'hex').readDoubleBE())
    const all = [...values, ...others, ...whole].filter(Number.isFinite)
    const code = 'answer = [trail.number_text(float.fromhex(each)) for each in given]'
    const hexadecimal = inPython('answer = [float(each).hex() for each in given]', all.map(String))
    expect(inPython(code, hexadecimal)).toEqual(all.map((value) => canonicalJson(value)))
  })

  it('print any JSON as we do', () => {
    const isJson = (value: unknown): value is JsonValue => value !== undefined
    const values = fc
      .sample(fc.jsonValue({ stringUnit: 'binary', maxDepth: 4 }), { numRuns: 2_000, seed })
      .filter(isJson)
    const texts = values.map((value) => JSON.stringify(value))
    const code = 'answer = [trail.canonical(trail.read_json(each.encode())) for each in given]'
    expect(inPython(code, texts)).toEqual(texts.map((text) => canonicalJson(JSON.parse(text))))
  })

  it('hash numbers that a double cannot carry as text', () => {
    const texts = ['[9007199254740993]', '[1e400]', '[0.1000000000000000055]', '[1.50]', '[-0]', '[1E2]']
    const code = 'answer = [trail.canonical(trail.read_json(each.encode())) for each in given]'
    expect(inPython(code, texts)).toEqual([
      '["\\u00009007199254740993"]',
      '["\\u00001e400"]',
      '["\\u00000.1000000000000000055"]',
      '[1.5]',
      '[0]',
      '[100]',
    ])
  })
})

const numbered = (line: string, from: number, to: number | boolean | null) =>
  line.replace(`"seq":${from}`, `"seq":${to}`)

/** One text for each byte, with one bit of it flipped. */
const bitFlips = (hex: string) =>
  Array.from(Buffer.from(hex, 'hex'), (byte, at) => {
    const flipped = Buffer.from(hex, 'hex')
    flipped[at] = byte ^ (1 << (at % 8))
    return flipped.toString('hex')
  })

/** S + the order of the group: the same point, which RFC 8032 forbids so that a signature has one form only. */
function plusOrder(littleEndian: string): string {
  const order = 2n ** 252n + 27742317777372353535851937790883648493n
  const s = BigInt(`0x${Buffer.from(littleEndian, 'hex').reverse().toString('hex')}`) + order
  return Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse().toString('hex')
}
