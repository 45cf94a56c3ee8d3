import Link from 'next/link'
import type { ReactNode } from 'react'
import { cn } from './cn'
import { type Block, type ListItem, parseBlocks } from './markdown-blocks'
import { type Inline, parseInline } from './markdown-inline'

export interface MarkdownProps {
  text: string
  /** Level of the heading that "#" becomes, so that it fits under the one above it. */
  level?: 2 | 3 | 4
  className?: string
}

/** A text in Markdown. HTML in it is shown as text, and a link leads to the web, to mail or to a place of ours. */
export function Markdown({ text, level = 3, className }: MarkdownProps) {
  return (
    <div className={cn('grid min-w-0 max-w-prose gap-3 break-words', className)}>
      {parseBlocks(text).map((block, index) => (
        <BlockView key={index} block={block} level={level} />
      ))}
    </div>
  )
}

function BlockView({ block, level }: { block: Block; level: number }) {
  switch (block.kind) {
    case 'heading':
      return <Heading level={Math.min(6, level + block.level - 1)} depth={block.level} text={block.text} />
    case 'paragraph':
      return <p>{inline(block.text)}</p>
    case 'code':
      return (
        // A region that scrolls must be reachable by keyboard.
        <pre tabIndex={0} className="overflow-x-auto rounded-md border border-line bg-sunken p-3 font-mono text-xs">
          <code>{block.text}</code>
        </pre>
      )
    case 'list':
      return block.isOrdered ? (
        <ol className="grid list-decimal gap-1 ps-6">{itemsOf(block.items, level)}</ol>
      ) : (
        <ul className="grid list-disc gap-1 ps-5">{itemsOf(block.items, level)}</ul>
      )
    case 'quote':
      return (
        <blockquote className="grid gap-2 border-line-strong border-s-2 ps-3 text-fg-muted">
          {blocksOf(block.blocks, level)}
        </blockquote>
      )
    case 'table':
      return <Table head={block.head} rows={block.rows} />
    case 'rule':
      return <hr className="border-line" />
  }
}

function Heading({ level, depth, text }: { level: number; depth: number; text: string }) {
  const Tag = (['h2', 'h3', 'h4', 'h5', 'h6'] as const)[level - 2] ?? 'h6'
  return <Tag className={cn('font-semibold text-fg', depth === 1 ? 'text-lg' : 'mt-2 text-base')}>{inline(text)}</Tag>
}

function itemsOf(items: readonly ListItem[], level: number): ReactNode {
  return items.map(({ text, isDone, blocks }, index) => (
    <li key={index} className={cn(isDone !== null && '-ms-5 list-none')}>
      {isDone !== null && <span className="me-1.5 text-fg-muted">{isDone ? '☑' : '☐'}</span>}
      {isDone !== null && <span className="sr-only">{isDone ? 'Done: ' : 'To do: '}</span>}
      {inline(text)}
      {blocks.length > 0 && <div className="mt-1 grid gap-1">{blocksOf(blocks, level)}</div>}
    </li>
  ))
}

function blocksOf(blocks: readonly Block[], level: number): ReactNode {
  return blocks.map((block, index) => <BlockView key={index} block={block} level={level} />)
}

function Table({ head, rows }: { head: string[]; rows: string[][] }) {
  return (
    <div tabIndex={0} role="region" aria-label="Table" className="overflow-x-auto">
      <table className="w-full border-collapse text-start text-sm">
        <thead>
          <tr>{head.map((cell, index) => cellOf('th', cell, index))}</tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>{row.map((cell, at) => cellOf('td', cell, at))}</tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function cellOf(Tag: 'th' | 'td', text: string, index: number): ReactNode {
  return (
    <Tag key={index} className="border-line border-b px-2 py-1.5 text-start align-top">
      {inline(text)}
    </Tag>
  )
}

const linkClasses = 'text-accent-fg underline decoration-accent/40 underline-offset-4 hover:decoration-accent'

function inline(text: string): ReactNode {
  return parseInline(text).map(pieceOf)
}

function pieceOf(piece: Inline, index: number): ReactNode {
  switch (piece.kind) {
    case 'text':
      return piece.text
    case 'code':
      return (
        <code key={index} className="rounded-sm border border-line bg-sunken px-1 font-mono text-[0.9em]">
          {piece.text}
        </code>
      )
    case 'strong':
      return <strong key={index}>{piece.children.map(pieceOf)}</strong>
    case 'emphasis':
      return <em key={index}>{piece.children.map(pieceOf)}</em>
    case 'link':
      return piece.href.startsWith('/') || piece.href.startsWith('#') ? (
        <Link key={index} href={piece.href} className={linkClasses}>
          {piece.children.map(pieceOf)}
        </Link>
      ) : (
        <a key={index} href={piece.href} rel="noopener noreferrer" target="_blank" className={linkClasses}>
          {piece.children.map(pieceOf)}
        </a>
      )
  }
}
