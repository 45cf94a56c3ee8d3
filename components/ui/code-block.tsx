import { cn } from './cn'
import { CopyButton } from './copy-button'

export interface CodeBlockProps {
  code: string
  /** What it is: "Stack trace", "Command". Shown above and read out. */
  label: string
  /** Breaks long lines instead of scrolling. */
  wrap?: boolean
  className?: string
}

/** Text for machines: mono, copyable, scrolling in its own box. Shown as it is, never as markup. */
export function CodeBlock({ code, label, wrap, className }: CodeBlockProps) {
  return (
    <figure className={cn('min-w-0 overflow-hidden rounded-md border border-line bg-sunken', className)}>
      <figcaption className="flex h-9 items-center justify-between border-line border-b ps-3 pe-1 max-lg:h-11">
        <span className="eyebrow">{label}</span>
        <CopyButton text={code} label={`Copy ${label.toLowerCase()}`} className="h-7 max-lg:h-10" />
      </figcaption>
      <pre
        // A region that scrolls must be reachable by keyboard.
        tabIndex={0}
        role="region"
        aria-label={label}
        className={cn(
          'max-h-96 overflow-auto p-3 font-mono text-fg text-xs focus-visible:-outline-offset-2',
          wrap && 'whitespace-pre-wrap break-words',
        )}
      >
        <code>{code}</code>
      </pre>
    </figure>
  )
}
