import { Panel } from '@/components/ui/panel'

/** What to look at and what to do, as the rule's runbook says. */
export function AlertRunbook({ text }: { text: string }) {
  return (
    <Panel title="What to do">
      <pre className="whitespace-pre-wrap">{text}</pre>
    </Panel>
  )
}
