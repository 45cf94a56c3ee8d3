'use client'

import type { UseQueryResult } from '@tanstack/react-query'
import { cn } from '@/components/ui/cn'
import { checkName, figureOf, sortedChecks, statusLook } from '@/components/ui/health-checks'
import { Panel } from '@/components/ui/panel'
import { QueryView } from '@/components/ui/query-view'
import { SkeletonRows } from '@/components/ui/skeleton'
import { StatusDot } from '@/components/ui/status-dot'
import { toneText } from '@/components/ui/tone'
import type { SystemHealth } from '@/lib/health/contract'

/** Every check with what it has to say, worst first. */
export function ChecksPanel({ query }: { query: UseQueryResult<SystemHealth> }) {
  return (
    <Panel title="Checks" flush>
      <QueryView query={query} noun="the checks" skeleton={<SkeletonRows rows={10} />}>
        {(health) => (
          <ul aria-label="Checks" className="divide-y divide-line">
            {sortedChecks(health).map(([key, check]) => {
              const { word, tone } = statusLook[check.status]
              const figure = figureOf(check)
              return (
                <li key={key} className="flex items-start gap-2.5 px-4 py-2.5">
                  <StatusDot tone={tone} className="mt-[7px]" />
                  <div className="min-w-0 flex-1">
                    <p className="flex items-baseline justify-between gap-3">
                      <span className="font-medium text-fg">{checkName(key)}</span>
                      <span className={cn('text-sm', check.status === 'healthy' ? 'text-fg-muted' : toneText[tone])}>
                        {word}
                      </span>
                    </p>
                    {figure && <p className="break-words text-fg-muted text-sm">{figure}</p>}
                  </div>
                </li>
              )
            })}
          </ul>
        )}
      </QueryView>
    </Panel>
  )
}
