'use client'

import { useQuery } from '@tanstack/react-query'
import { BackLink } from '@/components/ui/back-link'
import { Callout } from '@/components/ui/callout'
import { Markdown } from '@/components/ui/markdown'
import { PageHeader } from '@/components/ui/page-header'
import { Panel } from '@/components/ui/panel'
import { RecordView } from '@/components/ui/record-view'
import { counted } from '@/components/ui/words'
import type { AlertRule } from '@/lib/alerts/rules/contract'
import { SeverityBadge } from '../look'
import { ruleQuery } from './queries'
import { RuleForm } from './rule-form'
import { RuleState } from './rule-table'
import { SwitchRule } from './switch-rule'

const back = { href: '/dashboard/alerts/rules', label: 'Rules' }

/** One rule: its numbers, what they would have done, and what to do when it fires. */
export function RulePage({ name }: { name: string }) {
  const query = useQuery(ruleQuery(name))
  return (
    <RecordView query={query} kind="Rule" back={back}>
      {(rule) => (
        <>
          <PageHeader
            eyebrow={<BackLink href={back.href}>{back.label}</BackLink>}
            title={rule.title}
            description={rule.description}
            meta={<RuleMeta rule={rule} />}
            actions={<SwitchRule rule={rule} />}
          />
          <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-5 xl:grid-cols-2">
            <div className="grid grid-cols-[minmax(0,1fr)] gap-5">
              {!rule.isEnabled && (
                <Callout tone="warning" title="This rule is off: nobody is told of what it would find." />
              )}
              <RuleForm key={rule.updatedAt} rule={rule} />
            </div>
            <Panel title="Runbook" description="What to do when it fires. It stands on the alert, too.">
              <Markdown text={withoutTitle(rule.runbook)} level={3} className="text-sm" />
            </Panel>
          </div>
        </>
      )}
    </RecordView>
  )
}

function RuleMeta({ rule }: { rule: AlertRule }) {
  return (
    <>
      <SeverityBadge severity={rule.severity} />
      <RuleState rule={rule} />
      <span className="text-fg-muted text-sm">
        {rule.openAlerts === 0 ? 'No open alert' : counted(rule.openAlerts, 'open alert')}
      </span>
      <span className="font-mono text-fg-subtle text-xs">{rule.name}</span>
    </>
  )
}

/** The page has the title already. */
const withoutTitle = (markdown: string) => markdown.replace(/^# .*\n+/, '').replaceAll(/^## /gm, '# ')
