'use client'

import { BellOff } from 'lucide-react'
import { useState } from 'react'
import { AlertTabs } from '@/components/alerts/alert-tabs'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { PageHeader } from '@/components/ui/page-header'
import { ThumbBar, thumbRoom } from '@/components/ui/thumb-bar'
import { ActiveSilences } from './active-silences'
import { MaintenancePanel } from './maintenance-panel'
import { NewSilenceDialog } from './new-silence-dialog'
import { PastSilences } from './past-silences'

/** What keeps alerts from being told, now and planned. */
export function SilencesScreen() {
  const [isSilencing, setSilencing] = useState(false)
  const silence = (
    <Button variant="primary" onClick={() => setSilencing(true)}>
      <BellOff aria-hidden="true" />
      Silence alerts
    </Button>
  )
  return (
    <div className={thumbRoom}>
      <PageHeader
        title="Silences"
        description="What keeps alerts from being told, now and at planned times."
        actions={<ThumbBar>{silence}</ThumbBar>}
      />
      <AlertTabs />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <Callout title="Silence stops messages, not the watching">
          Alerts are still opened, counted and resolved, and a channel that was told of trouble is always told when it
          is over.
        </Callout>
        <ActiveSilences action={<Button onClick={() => setSilencing(true)}>Silence alerts</Button>} />
        <MaintenancePanel />
        <PastSilences />
      </div>
      <NewSilenceDialog open={isSilencing} onOpenChange={setSilencing} />
    </div>
  )
}
