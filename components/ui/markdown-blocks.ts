/** An item of a list; `isDone` of a task, null of any other. */
export type ListItem = { text: string; isDone: boolean | null; blocks: Block[] }

/** A part of a text in Markdown. What stands in `text` is inline Markdown; in code it is the code. */
export type Block =
  | { kind: 'heading'; level: number; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'code'; language: string; text: string }
  | { kind: 'list'; isOrdered: boolean; items: ListItem[] }
  | { kind: 'quote'; blocks: Block[] }
  | { kind: 'table'; head: string[]; rows: string[][] }
  | { kind: 'rule' }

/** Deeper ones are text: nobody writes them, and each level costs the stack a turn. */
const maxDepth = 6

const fence = /^(`{3,}|~{3,})\s*([\w-]*)\s*$/
const heading = /^(#{1,6})\s+(\S.*)$/
const rule = /^(?:-{3,}|\*{3,}|_{3,})\s*$/
const bullet = /^([-*+]|\d{1,9}[.)])\s+(.*)$/
const quote = /^>\s?(.*)$/
const tableLine = /^\|(.+)\|\s*$/
const tableRule = /^\|(?:\s*:?-+:?\s*\|)+\s*$/

type Taken = { block: Block; lines: number }

/** The blocks of a text. Knows headings, paragraphs, lists, tasks, code, quotes, tables and rules; HTML is text. */
export function parseBlocks(text: string, depth = 0): Block[] {
  const lines = text.replaceAll('\r\n', '\n').replaceAll('\t', '    ').split('\n')
  const blocks: Block[] = []
  for (let at = 0; at < lines.length; ) {
    if (lines[at]?.trim() === '') {
      at += 1
      continue
    }
    const taken = takeBlock(lines, at, depth)
    blocks.push(taken.block)
    at += taken.lines
  }
  return blocks
}

function takeBlock(lines: readonly string[], at: number, depth: number): Taken {
  const line = lines[at] ?? ''
  const headed = heading.exec(line)
  if (headed) return { block: { kind: 'heading', level: headed[1]?.length ?? 1, text: headed[2] ?? '' }, lines: 1 }
  if (rule.test(line)) return { block: { kind: 'rule' }, lines: 1 }
  if (fence.test(line)) return takeCode(lines, at)
  if (tableLine.test(line) && tableRule.test(lines[at + 1] ?? '')) return takeTable(lines, at)
  if (depth < maxDepth && quote.test(line)) return takeQuote(lines, at, depth)
  if (depth < maxDepth && bullet.test(line)) return takeList(lines, at, depth)
  return takeParagraph(lines, at)
}

function takeCode(lines: readonly string[], at: number): Taken {
  const [, mark = '```', language = ''] = fence.exec(lines[at] ?? '') ?? []
  const code = runOf(lines, at + 1, (line) => !line.startsWith(mark))
  // The closing mark is a line of its own; without one, the code goes to the end.
  const taken = Math.min(code.length + 2, lines.length - at)
  return { block: { kind: 'code', language, text: code.join('\n') }, lines: taken }
}

function takeTable(lines: readonly string[], at: number): Taken {
  const run = runOf(lines, at, (line) => tableLine.test(line))
  const [head = [], , ...rows] = run.map((line) =>
    (tableLine.exec(line)?.[1] ?? '').split(/(?<!\\)\|/).map((cell) => cell.trim()),
  )
  return { block: { kind: 'table', head, rows }, lines: run.length }
}

function takeQuote(lines: readonly string[], at: number, depth: number): Taken {
  const run = runOf(lines, at, (line) => quote.test(line))
  const inner = run.map((line) => quote.exec(line)?.[1] ?? '').join('\n')
  return { block: { kind: 'quote', blocks: parseBlocks(inner, depth + 1) }, lines: run.length }
}

function takeList(lines: readonly string[], at: number, depth: number): Taken {
  const isOrdered = isNumber(lines[at] ?? '')
  const items: ListItem[] = []
  let next = at
  while (next < lines.length && bullet.test(lines[next] ?? '') && isNumber(lines[next] ?? '') === isOrdered) {
    const rest = runOf(lines, next + 1, (line) => /^ {2,}\S/.test(line))
    items.push(itemOf(bullet.exec(lines[next] ?? '')?.[2] ?? '', rest, depth))
    next += 1 + rest.length
    // An empty line between two items keeps them one list.
    if (lines[next] === '' && bullet.test(lines[next + 1] ?? '')) next += 1
  }
  return { block: { kind: 'list', isOrdered, items }, lines: next - at }
}

function isNumber(line: string): boolean {
  return /^\d/.test(line)
}

function itemOf(first: string, rest: readonly string[], depth: number): ListItem {
  const task = /^\[([ xX])\]\s+(.*)$/.exec(first)
  const inner = rest.map((line) => line.replace(/^ {2,4}/, ''))
  const wrapped = inner.findIndex((line) => bullet.test(line.trimStart()) || fence.test(line))
  const own = wrapped === -1 ? inner : inner.slice(0, wrapped)
  const below = wrapped === -1 ? [] : inner.slice(wrapped)
  const text = [task ? (task[2] ?? '') : first, ...own.map((line) => line.trim())].join(' ')
  const isDone = task ? task[1] !== ' ' : null
  return { text, isDone, blocks: below.length > 0 ? parseBlocks(below.join('\n'), depth + 1) : [] }
}

function takeParagraph(lines: readonly string[], at: number): Taken {
  const rest = runOf(lines, at + 1, (line) => line.trim() !== '' && !startsBlock(line))
  const text = [lines[at] ?? '', ...rest].map((line) => line.trim()).join('\n')
  return { block: { kind: 'paragraph', text }, lines: 1 + rest.length }
}

function startsBlock(line: string): boolean {
  return [heading, rule, fence, bullet, quote].some((pattern) => pattern.test(line))
}

/** The lines from `at` on for which `belongs` holds. */
function runOf(lines: readonly string[], at: number, belongs: (line: string) => boolean): string[] {
  let end = at
  while (end < lines.length && belongs(lines[end] ?? '')) end += 1
  return lines.slice(at, end)
}
