import type { ChannelType } from '@/lib/alerts/channels/contract'
import { KindIcon } from './kind-icon'

/** The first step of adding a channel: which kind. */
export function KindPicker({ types, onPick }: { types: readonly ChannelType[]; onPick: (kind: ChannelType) => void }) {
  return (
    <ul className="grid gap-2 sm:grid-cols-2" aria-label="Kinds of channels">
      {types.map((kind) => (
        <li key={kind.type} className="grid">
          <button
            type="button"
            onClick={() => onPick(kind)}
            className="flex min-h-11 items-start gap-3 rounded-lg border border-line bg-surface px-3.5 py-3 text-start hover:border-line-strong hover:bg-hover"
          >
            <KindIcon type={kind.type} className="mt-0.5 size-4 shrink-0 text-fg-muted" />
            <span className="min-w-0">
              <span className="block font-medium text-fg">{kind.title}</span>
              <span className="block text-fg-muted text-sm">{kind.description}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}
