import { Callout } from '@/components/ui/callout'
import { FailureNotice } from '@/components/ui/failure-notice'
import { ProgressBar } from '@/components/ui/progress-bar'
import { counted } from '@/components/ui/words'
import { progressWords } from './export-file'
import type { ExportState } from './use-export'

/** How the export goes or went. */
export function ExportOutcome({ state }: { state: ExportState }) {
  switch (state.phase) {
    case 'ready':
      return state.wasCancelled ? (
        <Callout tone="neutral" role="status">
          Cancelled. Nothing was saved.
        </Callout>
      ) : null
    case 'running': {
      const { progress } = state
      const text = progress.rows === 0 ? 'Asking for the events' : progressWords(progress)
      return <ProgressBar label="Export" value={progress.rows} max={progress.total} text={text} />
    }
    case 'done':
      return (
        <Callout tone="success" role="status" title={`${counted(state.rows, 'event')} saved`}>
          <span className="break-all">{state.name}</span>
        </Callout>
      )
    case 'failed':
      return <FailureNotice error={state.error} />
  }
}
