import { Badge } from '@/components/ui/badge'
import { cn } from '@/components/ui/cn'
import { toneFill, toneText } from '@/components/ui/tone'
import type { Slo } from '@/lib/slo/contract'
import { percentText } from '../health-words'
import { budgetSentence, budgetTone, statusWords, usedText } from './slo-words'

/** The promises, each with what is left of its budget. */
export function SloCards({ items }: { items: readonly Slo[] }) {
  return (
    <ul aria-label="Promises" className="grid grid-cols-[minmax(0,1fr)] gap-4 lg:grid-cols-3">
      {items.map((slo) => (
        <SloCard key={slo.name} slo={slo} />
      ))}
    </ul>
  )
}

function SloCard({ slo }: { slo: Slo }) {
  const { title, promise, budget } = slo
  const tone = budgetTone(budget)
  return (
    <li className="flex min-w-0 flex-col rounded-lg border border-line bg-surface p-4 shadow-panel">
      <div className="flex items-center justify-between gap-3">
        <h2 className="font-semibold text-base text-fg">{title}</h2>
        <Badge tone={tone}>{statusWords[budget.status]}</Badge>
      </div>
      <p className="mt-1 text-fg-muted text-sm">{promise}</p>
      <p className={cn('mt-3 font-semibold text-2xl tabular-nums tracking-tight', toneText[tone])}>
        {percentText(budget.attainedPercent)}
      </p>
      <p className="mt-2 text-pretty text-fg">{budgetSentence(slo)}</p>
      <div className="mt-auto pt-4">
        <div aria-hidden="true" className="h-2 overflow-hidden rounded-full border border-line-strong bg-sunken">
          <div
            className={cn('h-full', toneFill[tone])}
            style={{ width: `${Math.min(100, budget.usedPercent ?? (budget.bad > 0 ? 100 : 0))}%` }}
          />
        </div>
        <p className="mt-1.5 text-fg-muted text-sm tabular-nums">Budget: {usedText(budget)}</p>
      </div>
    </li>
  )
}
