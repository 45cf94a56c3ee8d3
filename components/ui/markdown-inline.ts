/** A piece of a line: text, or text with a meaning and pieces of its own. */
export type Inline =
  | { kind: 'text' | 'code'; text: string }
  | { kind: 'strong' | 'emphasis'; children: Inline[] }
  | { kind: 'link'; href: string; children: Inline[] }

const maxDepth = 4

// Each alternative is bounded or ends at the first of its own marks, so that no text takes long.
const pattern = new RegExp(
  [
    /\\(?<escaped>[\\`*_{}[\]()#+\-.!<>|~])/u,
    /(?<!`)(?<ticks>`{1,3})(?<code>[^\n]+?)\k<ticks>(?!`)/u,
    /\[(?<label>[^\]\n]{1,200})\]\((?<href>[^)\s]{1,2000})\)/u,
    /\*\*(?<strong>[^\n]+?)\*\*/u,
    /\*(?<star>[^*\s][^*\n]*)\*/u,
    /(?<![\p{L}\p{N}])_(?<bar>[^_\s][^_\n]*)_(?![\p{L}\p{N}])/u,
    /(?<bare>https?:\/\/[^\s<>()]{1,2000}[^\s<>().,;:!?'"])/u,
  ]
    .map(({ source }) => source)
    .join('|'),
  'gu',
)

/** The pieces of a line: code, bold, emphasis, links and plain addresses. A link that might run something is text. */
export function parseInline(text: string, depth = 0): Inline[] {
  if (depth > maxDepth) return [{ kind: 'text', text }]
  const pieces: Inline[] = []
  let end = 0
  for (const match of text.matchAll(pattern)) {
    if (match.index > end) pieces.push({ kind: 'text', text: text.slice(end, match.index) })
    pieces.push(...pieceOf(match[0], match.groups ?? {}, depth))
    end = match.index + match[0].length
  }
  if (end < text.length) pieces.push({ kind: 'text', text: text.slice(end) })
  return pieces
}

function pieceOf(whole: string, found: Partial<Record<string, string>>, depth: number): Inline[] {
  if (found.escaped !== undefined) return [{ kind: 'text', text: found.escaped }]
  if (found.code !== undefined) return [{ kind: 'code', text: found.code.trim() }]
  if (found.strong !== undefined) return [{ kind: 'strong', children: parseInline(found.strong, depth + 1) }]
  const emphasis = found.star ?? found.bar
  if (emphasis !== undefined) return [{ kind: 'emphasis', children: parseInline(emphasis, depth + 1) }]
  const href = safeHref(found.href ?? found.bare ?? '')
  const label = found.label ?? found.bare
  if (label === undefined) return [{ kind: 'text', text: whole }]
  // An address within its own label would be a link in a link.
  const children: Inline[] = found.bare === undefined ? parseInline(label, depth + 1).flatMap(unlinked) : [text(label)]
  return href === undefined ? children : [{ kind: 'link', href, children }]
}

const text = (value: string): Inline => ({ kind: 'text', text: value })

function unlinked(piece: Inline): Inline[] {
  return piece.kind === 'link' ? piece.children : [piece]
}

/** An address that only leads somewhere: the web, mail, or a place of ours. `//host` and `/\host` are other hosts. */
function safeHref(href: string): string | undefined {
  return /^(?:https?:\/\/|mailto:|\/(?![/\\])|#)/i.test(href) ? href : undefined
}
