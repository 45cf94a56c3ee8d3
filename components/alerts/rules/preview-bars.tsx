import { cn } from '@/components/ui/cn'
import { counted } from '@/components/ui/words'
import type { RulePreview } from '@/lib/alerts/rules/contract'

const dayFormat = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })
const dayText = (day: string) => dayFormat.format(new Date(`${day}T00:00:00Z`))

/** A bar for each day, as high as its share of the worst day. */
export function PreviewBars({ days }: { days: RulePreview['byDay'] }) {
  const most = Math.max(1, ...days.map(({ alerts }) => alerts))
  const fired = days.filter(({ alerts }) => alerts > 0)
  const label = fired.map(({ day, alerts }) => `${dayText(day)}: ${alerts}`).join(', ')
  return (
    <figure className="grid gap-1.5">
      <div
        role="img"
        aria-label={`Alerts by day. ${label}`}
        className="flex h-20 items-end gap-px border-line border-b sm:gap-0.5"
      >
        {days.map(({ day, alerts }) => (
          <div
            key={day}
            title={`${dayText(day)}: ${counted(alerts, 'alert')}`}
            className="flex h-full min-w-0 flex-1 items-end"
          >
            <div
              className={cn('w-full rounded-t-xs', alerts > 0 ? 'min-h-1 bg-accent' : 'h-px bg-line-control')}
              style={alerts > 0 ? { height: `${(alerts / most) * 100}%` } : undefined}
            />
          </div>
        ))}
      </div>
      <figcaption className="flex justify-between text-fg-muted text-xs tabular-nums" aria-hidden="true">
        <span>{dayText(days[0]?.day ?? '')}</span>
        <span>worst day: {counted(most, 'alert')}</span>
        <span>{dayText(days.at(-1)?.day ?? '')}</span>
      </figcaption>
    </figure>
  )
}
