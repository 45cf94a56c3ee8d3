'use client'

import { useQuery } from '@tanstack/react-query'
import { PageHeader } from '@/components/ui/page-header'
import { Panel } from '@/components/ui/panel'
import { QueryView } from '@/components/ui/query-view'
import { SkeletonRows } from '@/components/ui/skeleton'
import { ApiKeysPanel } from './api-keys/api-keys-panel'
import { CompanyForm } from './company-form'
import { DigestForm } from './digest-form'
import { DrillForm } from './drill-form'
import { EscalationForm } from './escalation-form'
import { alertSettingsQuery, companyQuery } from './queries'
import { QuietHoursForm } from './quiet-hours-form'
import { TellingForm } from './telling-form'

/** Who the company is, how alerts behave, and which programs may call. */
export function SettingsScreen() {
  const company = useQuery(companyQuery())
  const timeZone = company.data?.timeZone ?? 'UTC'
  return (
    <>
      <PageHeader
        title="Settings"
        description="Who you are, how alerts behave, and which programs may call. Every change is in the trail."
      />
      <div className="grid max-w-4xl grid-cols-[minmax(0,1fr)] gap-4">
        <QueryView query={company} noun="the company" skeleton={<PanelSkeleton />}>
          {(stored) => <CompanyForm stored={stored} />}
        </QueryView>
        <AlertForms timeZone={timeZone} />
        <ApiKeysPanel />
      </div>
    </>
  )
}

function AlertForms({ timeZone }: { timeZone: string }) {
  const query = useQuery(alertSettingsQuery())
  return (
    <QueryView query={query} noun="how alerts behave" skeleton={<PanelSkeleton />}>
      {(stored) => (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
          <TellingForm stored={stored} />
          <QuietHoursForm stored={stored.quietHours} timeZone={timeZone} />
          <EscalationForm stored={stored.escalation} />
          <DigestForm stored={stored.digest} timeZone={timeZone} />
          <DrillForm stored={stored.drill} timeZone={timeZone} />
        </div>
      )}
    </QueryView>
  )
}

function PanelSkeleton() {
  return (
    <Panel flush>
      <SkeletonRows rows={4} />
    </Panel>
  )
}
