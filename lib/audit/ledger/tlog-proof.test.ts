import { describe, expect, it } from 'vitest'
import { formatProof, parseProof } from './tlog-proof'

const hashes = [
  'gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=',
  'B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=',
  'EKNzoDWG8LGC0Yp9o+sv3qllpMP9uHQ9B20KNL+Q1zs=',
  'RoopEkOdqkYqMB4MJXrbt/hMjOxsVn0IrWjpz1ZMMes=',
  'AHCioX9nLjsrse6YhjRRmk1WUEirVOLLRoOQ6vfO5vk=',
]
const checkpoint = `example.com/fancylog
109482
sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=

— example.com/fancylog hI2DJw==
— witness1.example mJirIklj
`
/** The example of C2SP tlog-proof; signatures and extra data, which are abridged there, are made up. */
const published = `c2sp.org/tlog-proof@v1
extra YWdlLXYxLjIuMS1kYXJ3aW4tYXJtNjQudGFyLmd6
index 73894
${hashes.join('\n')}

${checkpoint}`

const decoded = hashes.map((hash) => Buffer.from(hash, 'base64'))
const extra = Buffer.from('age-v1.2.1-darwin-arm64.tar.gz')

describe('a proof', () => {
  it('is read and written as C2SP tlog-proof shows', () => {
    expect(parseProof(published)).toEqual({ index: 73_894, hashes: decoded, checkpoint, extra })
    expect(formatProof({ index: 73_894, hashes: decoded, checkpoint, extra })).toBe(published)
  })

  it('needs no extra data, and no hashes in a log with one leaf', () => {
    const small = `c2sp.org/tlog-proof@v1\nindex 0\n\n${checkpoint}`
    expect(formatProof({ index: 0, hashes: [], checkpoint })).toBe(small)
    expect(parseProof(small)).toEqual({ index: 0, hashes: [], checkpoint })
  })

  it('gives the checkpoint byte for byte, empty lines included', () => {
    const odd = 'a\n\nb\n\n— c d\n'
    expect(parseProof(formatProof({ index: 1, hashes: decoded, checkpoint: odd })).checkpoint).toBe(odd)
  })

  it('of 63 hashes is the longest', () => {
    const path = Array.from({ length: 64 }, () => decoded[0] ?? Buffer.alloc(32))
    expect(parseProof(formatProof({ index: 1, hashes: path.slice(1), checkpoint })).hashes).toHaveLength(63)
    expect(() => parseProof(formatProof({ index: 1, hashes: path, checkpoint }))).toThrow('more than 63 hashes')
  })

  it.each([
    ['another header', published.replace('@v1', '@v2'), 'begins with the line'],
    ['no empty line', published.replace('\n\n', '\n').split('\n\n')[0] ?? '', 'begins with the line'],
    ['nothing in it', '', 'begins with the line'],
    ['extra data that is no base64', published.replace('YWdl', '!!!!'), 'is no base64'],
    ['no index', published.replace('index 73894\n', ''), 'does not say the index'],
    ['extra data twice', published.replace('index', 'extra YWdl\nindex'), 'does not say the index'],
    ['only a header', `c2sp.org/tlog-proof@v1\n\n${checkpoint}`, 'does not say the index'],
    ['an index that is no number', published.replace('73894', 'notanumber'), 'is no whole number'],
    ['a negative index', published.replace('73894', '-5'), 'is no whole number'],
    ['an index with a leading zero', published.replace('73894', '073894'), 'is no whole number'],
    ['a hash that is no base64', published.replace('gSKy', '!!!!'), 'is no SHA-256 hash'],
    ['a hash that is too long', published.replace('gSKy', 'gSKygSKy'), 'is no SHA-256 hash'],
  ])('with %s is refused', (_, text, problem) => {
    expect(() => parseProof(text)).toThrow(problem)
  })
})
