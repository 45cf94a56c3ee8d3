import { Button } from './button'

export interface ListEndProps {
  shown: number
  /** One of them, and several: "lead", "leads". */
  nouns: readonly [one: string, many: string]
  hasMore: boolean
  pending: boolean
  onMore: () => void
}

/** The foot of a list: how much is shown, and the rest behind a button, so that nothing moves by itself. */
export function ListEnd({ shown, nouns: [one, many], hasMore, pending, onMore }: ListEndProps) {
  return (
    <div className="flex min-h-12 items-center justify-between gap-4 border-line border-t px-4 py-2 text-fg-muted text-sm">
      <span role="status">
        {hasMore ? `The newest ${shown} ${many}` : shown === 1 ? `1 ${one}` : `All ${shown} ${many}`}
      </span>
      {hasMore && (
        <Button size="sm" onClick={onMore} pending={pending}>
          Load more
        </Button>
      )}
    </div>
  )
}
