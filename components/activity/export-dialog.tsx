'use client'

import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { exportAddress } from './export-file'
import { ExportOutcome } from './export-outcome'
import { ExportScope } from './export-scope'
import type { ActivityFilters } from './filters'
import { exportSizeQuery } from './queries'
import type { ExportFormat } from './row-counter'
import { type ExportState, useExport } from './use-export'

const formats: Record<ExportFormat, { label: string; text: string }> = {
  csv: { label: 'CSV', text: 'For spreadsheets, with a column for each fact.' },
  ndjson: {
    label: 'NDJSON',
    text: 'For programs and auditors: one JSON object per line, with the evidence of each event. Only the whole trail can be verified by itself: npx daybook audit export writes it with its checkpoint.',
  },
}
const segments = [
  { value: 'csv', label: formats.csv.label },
  { value: 'ndjson', label: formats.ndjson.label },
] as const

export interface ExportDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  filters: ActivityFilters
}

/** Takes the events of the feed out as a file. Closing it calls a running export off. */
export function ExportDialog({ open, onOpenChange, filters }: ExportDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      {open && <Export filters={filters} />}
    </Dialog>
  )
}

function Export({ filters }: { filters: ActivityFilters }) {
  const [openedAt] = useState(Date.now)
  const [format, setFormat] = useState<ExportFormat>('csv')
  const size = useQuery(exportSizeQuery(filters, openedAt))
  const { state, start, cancel } = useExport()
  const address = exportAddress(filters, format, openedAt)
  const isChoosing = state.phase === 'ready' || state.phase === 'failed'
  const isNothing = size.data?.total === 0

  return (
    <DialogContent
      title="Export"
      description="The events of the feed as a file, newest first."
      footer={
        <Buttons phase={state.phase} cancel={cancel}>
          {size.data?.isCapped ? (
            <Button variant="primary" asChild>
              <a href={address} download>
                Download
              </a>
            </Button>
          ) : (
            <Button variant="primary" disabled={!size.data || isNothing} onClick={() => void start(address, format)}>
              {state.phase === 'failed' ? 'Try again' : 'Download'}
            </Button>
          )}
        </Buttons>
      }
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
        <ExportScope filters={filters} query={size} />
        {isChoosing && (
          <div>
            <SegmentedControl aria-label="Format" segments={segments} value={format} onValueChange={setFormat} />
            <p className="mt-2 text-pretty text-fg-muted text-sm">{formats[format].text}</p>
            <p className="mt-4 text-pretty text-fg-muted text-sm">
              The export is written to the trail: who took which events out, and when.
            </p>
          </div>
        )}
        <ExportOutcome state={state} />
      </div>
    </DialogContent>
  )
}

interface ButtonsProps {
  phase: ExportState['phase']
  cancel: () => void
  children: ReactNode
}

function Buttons({ phase, cancel, children }: ButtonsProps) {
  if (phase === 'running') return <Button onClick={cancel}>Cancel the export</Button>
  return (
    <>
      <DialogClose asChild>
        <Button>{phase === 'done' ? 'Done' : 'Cancel'}</Button>
      </DialogClose>
      {phase !== 'done' && children}
    </>
  )
}
