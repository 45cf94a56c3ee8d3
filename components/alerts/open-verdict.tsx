import { Verdict } from '@/components/ui/verdict'
import { type OpenCounts, openTone, openWords } from './open-words'

/** Whether to worry now: how many alerts are open, how bad, and whether somebody is on them. */
export function OpenVerdict({ counts }: { counts: OpenCounts | undefined }) {
  const { title, detail } = counts ? openWords(counts) : { title: '', detail: undefined }
  return (
    <Verdict tone={counts && openTone(counts)} title={title} pending="Looking for open alerts" className="min-h-0">
      {detail && <p className="mt-0.5 text-fg">{detail}</p>}
    </Verdict>
  )
}
