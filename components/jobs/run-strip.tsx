import { cn } from '@/components/ui/cn'
import { exactUtc } from '@/components/ui/format-time'
import { toneFill } from '@/components/ui/tone'
import type { Job } from '@/lib/jobs/contract'
import { durationText, runStates } from './job-words'

/** The last ten runs, oldest first. A failed one is also lower, for those who do not see its colour. */
export function RunStrip({ history }: { history: Job['history'] }) {
  if (history.length === 0) return null
  return (
    <ol aria-label="Last runs, oldest first" className="flex h-5 items-end gap-1">
      {history.map(({ status, durationMs, at }) => {
        const text = `${runStates[status].word}, ${exactUtc(new Date(at).getTime())}${durationMs === null ? '' : `, took ${durationText(durationMs)}`}`
        return (
          <li
            key={at}
            title={text}
            className={cn(
              'w-2 rounded-[2px]',
              toneFill[runStates[status].tone],
              status === 'COMPLETED' || status === 'RUNNING' ? 'h-5' : 'h-2.5',
            )}
          >
            <span className="sr-only">{text}</span>
          </li>
        )
      })}
    </ol>
  )
}
