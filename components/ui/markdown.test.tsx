import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { Markdown } from './markdown'
import { parseBlocks } from './markdown-blocks'
import { parseInline } from './markdown-inline'

const html = (text: string) => renderToStaticMarkup(<Markdown text={text} />)
const kinds = (text: string) => parseBlocks(text).map(({ kind }) => kind)

describe('Markdown', () => {
  it('shows what people write in post-mortems and runbooks', () => {
    const text = [
      '# Title',
      'One line\nand the next.',
      '- a\n- b\n  - inner',
      '1. first\n2. second',
      '- [x] done\n- [ ] open',
      '> quoted',
      '```sh\nrm -rf *not emphasis*\n```',
      '| a | b |\n|---|---|\n| 1 | 2 |',
      '---',
    ].join('\n\n')
    expect(kinds(text)).toEqual(['heading', 'paragraph', 'list', 'list', 'list', 'quote', 'code', 'table', 'rule'])
    const shown = html(text)
    expect(shown).toContain('>Title</h3>')
    expect(shown).toContain('rm -rf *not emphasis*')
    expect(shown).toMatch(/<th[^>]*>a<\/th>/)
    expect(shown).toContain('Done: ')
  })

  it('knows code, bold, emphasis, links, plain addresses and escapes within a line', () => {
    const shown = html(
      '`a*b*` **bold** _soft_ [page](/dashboard/alerts) https://example.org/x. \\*star\\* snake_case_name',
    )
    expect(shown).toContain('a*b*</code>')
    expect(shown).toContain('<strong>bold</strong> <em>soft</em>')
    expect(shown).toMatch(/href="\/dashboard\/alerts"[^>]*>page</)
    expect(shown).toMatch(/href="https:\/\/example.org\/x"[^>]*>https:\/\/example.org\/x<\/a>\./)
    expect(shown).toContain('*star* snake_case_name')
  })

  it('shows HTML as text', () => {
    const shown = html('<script>alert(1)</script> <img src=x onerror=alert(1)>\n\n<b>loud</b>')
    expect(shown).not.toMatch(/<(script|img|b)[ >]/)
    expect(shown).toContain('&lt;script&gt;')
  })

  it.each([
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert)',
    '[x](data:text/html,hi)',
    '[x](vbscript:x)',
    '[x](//evil.example)',
    '[x](/\\evil.example)',
    '[x](relative.md)',
    '[x](java&#115;cript:x)',
    '[![x](javascript:a)](javascript:b)',
    '[https://good.example](javascript:x)',
  ])('makes no link that might run something or leads to a host in disguise: %s', (text) => {
    expect(html(text)).not.toContain('href=')
  })

  it('never puts a link into a link', () => {
    expect(html('[see https://a.example](https://b.example)').match(/<a /g)).toHaveLength(1)
  })

  it.each([
    ['deep quotes', '>'.repeat(50_000)],
    ['a list in a list in a list', Array.from({ length: 300 }, (_, at) => `${' '.repeat(at * 2)}- x`).join('\n')],
    ['backticks', '`'.repeat(50_000)],
    ['stars', '*'.repeat(50_000)],
    ['stars apart', '* *a '.repeat(10_000)],
    ['open brackets', '['.repeat(50_000)],
    ['bars', '_a'.repeat(25_000)],
    ['spaces after a heading mark', `# ${' '.repeat(50_000)}x`],
    ['one letter a line', 'a\n\n'.repeat(16_000)],
    ['a fence without end', `\`\`\`\n${'x\n'.repeat(20_000)}`],
    ['pipes', `|${' |'.repeat(25_000)}`],
  ])('reads 50,000 characters of nonsense at once: %s', (_, text) => {
    const begun = performance.now()
    for (const block of parseBlocks(text)) if ('text' in block) parseInline(block.text)
    expect(performance.now() - begun).toBeLessThan(4_500)
  })

  it('loses no text', () => {
    for (const text of ['a **b', '`a', '[a](b', '_a', '- ', '#', '> ', '|a|', '```', '1.', '\\'])
      expect(parseBlocks(text).length, text).toBeGreaterThan(0)
    expect(
      parseInline('a **b')
        .map((piece) => ('text' in piece ? piece.text : '?'))
        .join(''),
    ).toBe('a **b')
  })
})
