import { describe, expect, it } from 'vitest'
import { formatCheckpoint, parseCheckpoint } from './checkpoint-note'

/** The example of C2SP tlog-checkpoint. */
const published = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n'
const root = Buffer.from('CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=', 'base64')
const checkpoint = { origin: 'example.com/behind-the-sofa', size: 20_852_163, root }

describe('a checkpoint', () => {
  it('is read and written as C2SP tlog-checkpoint shows', () => {
    expect(parseCheckpoint(published)).toEqual(checkpoint)
    expect(formatCheckpoint(checkpoint)).toBe(published)
  })

  it('may be of an empty log, and of one larger than 32 bits can count', () => {
    for (const size of [0, 2 ** 40, Number.MAX_SAFE_INTEGER])
      expect(parseCheckpoint(formatCheckpoint({ ...checkpoint, size })).size).toBe(size)
  })

  it('may have lines of extensions, which are ignored', () => {
    expect(parseCheckpoint(`${published}an extension\nanother one\n`)).toEqual(checkpoint)
  })

  it.each([
    ['no last newline', published.slice(0, -1), 'a line each'],
    ['an extension that is cut', `${published}an exten`, 'a line each'],
    ['no root', 'example.com/log\n7\n', 'a line each'],
    ['nothing', '', 'a line each'],
    ['an empty origin', published.replace('example.com/behind-the-sofa', ''), 'a line each'],
    ['an empty line at the end', `${published}\n`, 'a line each'],
    ['an empty line among the extensions', `${published}one\n\ntwo\n`, 'a line each'],
    ['a size with a leading zero', published.replace('20852163', '020852163'), 'is no whole number'],
    ['a negative size', published.replace('20852163', '-1'), 'is no whole number'],
    ['a size in hexadecimal', published.replace('20852163', '0x10'), 'is no whole number'],
    ['a size with a fraction', published.replace('20852163', '1.0'), 'is no whole number'],
    ['a size with a space', published.replace('20852163', ' 1'), 'is no whole number'],
    ['a size that a number cannot count', published.replace('20852163', '9007199254740993'), 'is no whole number'],
    ['a root that is cut', published.replace('CsUYapGG', ''), 'is no SHA-256 hash'],
    ['a root that is no base64', published.replace('CsUY', 'Cs!Y'), 'is no SHA-256 hash'],
    ['a root with unused bits set', published.replace('q2I=', 'q2J='), 'is no SHA-256 hash'],
  ])('with %s is refused', (_, text, problem) => {
    expect(() => parseCheckpoint(text)).toThrow(problem)
  })

  it.each([
    [{ origin: '' }, 'one line of text'],
    [{ origin: 'a\nb' }, 'one line of text'],
    [{ size: -1 }, 'is no size of a log'],
    [{ size: 1.5 }, 'is no size of a log'],
    [{ size: 2 ** 53 }, 'is no size of a log'],
    [{ root: Buffer.alloc(31) }, 'has 32 bytes, not 31'],
  ])('is not written with %j', (wrong, problem) => {
    expect(() => formatCheckpoint({ ...checkpoint, ...wrong })).toThrow(problem)
  })
})
