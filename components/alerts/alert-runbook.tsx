import Link from 'next/link'
import { Markdown } from '@/components/ui/markdown'
import { Panel } from '@/components/ui/panel'

/** What to look at and what to do, as the rule's runbook says; its title is the panel's. */
export function AlertRunbook({ rule, text }: { rule: string; text: string }) {
  return (
    <Panel
      title="What to do"
      footer={
        <Link href={`/dashboard/alerts/rules/${rule}`} className="text-accent-fg underline underline-offset-4">
          The rule behind it, and its thresholds
        </Link>
      }
    >
      <Markdown text={text.replace(/^# .*\n+/, '').replaceAll(/^## /gm, '# ')} level={3} />
    </Panel>
  )
}
