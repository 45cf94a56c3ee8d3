'use client'

import { Square, SquareCheck } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { cn } from '@/components/ui/cn'
import { absoluteTime } from '@/components/ui/format-time'
import { Panel } from '@/components/ui/panel'
import { useSubmit } from '@/components/ui/use-submit'
import type { ActionItem, IncidentDetail } from '@/lib/incidents/contract'
import { ActionItemForm } from './action-item-form'
import { setActionItemDone } from './queries'

/** What is done so that it does not happen again, by whom and until when. */
export function ActionItems({ incident }: { incident: IncidentDetail }) {
  const [isAdding, setAdding] = useState(false)
  const { submit } = useSubmit({
    run: ({ id, isDone }: { id: string; isDone: boolean }) => setActionItemDone(incident.id, id, isDone),
    failed: (error) => toast.error(error.message),
  })
  return (
    <Panel
      title="Action items"
      actions={
        !isAdding && (
          <Button size="sm" onClick={() => setAdding(true)}>
            Add
          </Button>
        )
      }
    >
      {incident.actions.length === 0 && !isAdding && (
        <p className="text-fg-muted">Nothing yet. What would keep this from happening again?</p>
      )}
      {incident.actions.length > 0 && (
        <ul className="-my-2">
          {incident.actions.map((action) => (
            <li key={action.id} className="border-line border-b last:border-b-0">
              <ActionLine
                action={action}
                onToggle={() => void submit({ id: action.id, isDone: action.doneAt === null })}
              />
            </li>
          ))}
        </ul>
      )}
      {isAdding && (
        <ActionItemForm
          incidentId={incident.id}
          close={() => setAdding(false)}
          className={cn(incident.actions.length > 0 && 'mt-4 border-line border-t pt-4')}
        />
      )}
    </Panel>
  )
}

function ActionLine({ action, onToggle }: { action: ActionItem; onToggle: () => void }) {
  const isDone = action.doneAt !== null
  const Icon = isDone ? SquareCheck : Square
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={isDone}
      onClick={onToggle}
      className="-mx-2 flex min-h-11 w-[calc(100%+1rem)] items-start gap-2.5 rounded-md px-2 py-2 text-start hover:bg-hover"
    >
      <Icon className="mt-0.5 size-4 shrink-0 text-fg-muted" aria-hidden="true" />
      <span className="min-w-0">
        <span className={cn('block break-words', isDone && 'text-fg-muted line-through')}>{action.title}</span>
        <span className="block text-fg-muted text-sm">{owedBy(action)}</span>
      </span>
    </button>
  )
}

function owedBy({ ownerName, dueDay }: ActionItem): string {
  const day = dueDay === null ? null : `by ${absoluteTime(Date.parse(`${dueDay}T00:00:00Z`), 'date', 'UTC')}`
  return [ownerName ?? 'Nobody yet', day].filter((part) => part !== null).join(', ')
}
