'use client'

import { useQuery } from '@tanstack/react-query'
import { Panel } from '@/components/ui/panel'
import { QueryView } from '@/components/ui/query-view'
import { Skeleton } from '@/components/ui/skeleton'
import type { AlertRule, RulePreview } from '@/lib/alerts/rules/contract'
import { PreviewBars } from './preview-bars'
import { previewSentence } from './preview-words'
import { previewQuery, type RuleSettings } from './queries'

interface RulePreviewPanelProps {
  rule: AlertRule
  /** Undefined while the form has a number that is none. */
  settings: RuleSettings | undefined
  isChanged: boolean
}

/** What the numbers in the form would have done in the last 30 days. */
export function RulePreviewPanel({ rule, settings, isChanged }: RulePreviewPanelProps) {
  const query = useQuery({ ...previewQuery(rule.name, settings ?? {}), enabled: settings !== undefined })
  return (
    <Panel title="The last 30 days" description={basisOf(rule, isChanged)}>
      <QueryView query={query} noun="the preview" skeleton={<PreviewSkeleton />}>
        {(preview) => <Preview rule={rule} preview={preview} />}
      </QueryView>
    </Panel>
  )
}

function basisOf({ fields }: AlertRule, isChanged: boolean): string {
  if (fields.length === 0) return 'This rule has no numbers to change'
  return isChanged ? 'With the numbers above, which are not saved yet' : 'With the numbers in force'
}

function Preview({ rule, preview }: { rule: AlertRule; preview: RulePreview }) {
  return (
    <div className="grid gap-3">
      <p role="status" className="text-pretty">
        {previewSentence(rule.kind, preview)}
      </p>
      {preview.alerts > 0 && <PreviewBars days={preview.byDay} />}
    </div>
  )
}

function PreviewSkeleton() {
  return (
    <div className="grid gap-3">
      <Skeleton className="w-4/5" />
      <Skeleton className="h-20" />
    </div>
  )
}
