'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { toast } from 'sonner'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { Panel } from '@/components/ui/panel'
import { QueryView } from '@/components/ui/query-view'
import { SkeletonRows } from '@/components/ui/skeleton'
import { Time } from '@/components/ui/time'
import type { SloCorrection } from '@/lib/slo/contract'
import { CorrectionDialog } from './correction-dialog'
import { correctionsQuery, removeCorrection } from './queries'

/** What founders took out of the budgets, and why; those that were taken back stay in the list. */
export function CorrectionsPanel() {
  const query = useQuery(correctionsQuery())
  const [isAdding, setAdding] = useState(false)
  return (
    <Panel
      title="Corrections"
      description="Time that counts for no target."
      flush
      actions={
        <Button size="sm" onClick={() => setAdding(true)}>
          Add a correction
        </Button>
      }
    >
      <QueryView
        query={query}
        noun="the corrections"
        skeleton={<SkeletonRows rows={2} />}
        empty={
          <p className="px-4 py-6 text-fg-muted">
            None. If an outage was not yours to answer for, take its time out of the budget and say why.
          </p>
        }
      >
        {(corrections) => (
          <ul aria-label="Corrections" className="divide-y divide-line">
            {corrections.map((correction) => (
              <CorrectionRow key={correction.id} correction={correction} />
            ))}
          </ul>
        )}
      </QueryView>
      <CorrectionDialog open={isAdding} onOpenChange={setAdding} />
    </Panel>
  )
}

function CorrectionRow({ correction }: { correction: SloCorrection }) {
  const [isRemoving, setRemoving] = useState(false)
  const client = useQueryClient()
  const { id, reason, startsAt, endsAt, createdByName, removedAt, removedByName } = correction
  async function remove() {
    try {
      await removeCorrection(id)
      toast.success('It counts again')
    } finally {
      await client.invalidateQueries()
    }
  }
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2.5 px-4 py-3">
      <div className="min-w-0 flex-1 basis-64">
        <p className="break-words font-medium text-fg">
          {reason} {removedAt && <Badge>Taken back by {removedByName}</Badge>}
        </p>
        <p className="text-fg-muted text-sm">
          <Time iso={startsAt} format="minute" /> to <Time iso={endsAt} format="minute" />, by {createdByName}
        </p>
      </div>
      {!removedAt && (
        <Button size="sm" onClick={() => setRemoving(true)} aria-label={`Take back: ${reason}`}>
          Take back
        </Button>
      )}
      <ConfirmDialog
        open={isRemoving}
        onOpenChange={setRemoving}
        title="Count this time again?"
        target={reason}
        description="What went wrong in it counts against the targets again. The correction stays in the list."
        confirmLabel="Count it again"
        variant="primary"
        onConfirm={remove}
      />
    </li>
  )
}
