'use client'

import { useQuery } from '@tanstack/react-query'
import { CalendarClock, CalendarPlus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { Panel } from '@/components/ui/panel'
import { QueryView } from '@/components/ui/query-view'
import { SkeletonRows } from '@/components/ui/skeleton'
import { NewWindowDialog } from './new-window-dialog'
import { maintenanceQuery } from './queries'
import { WindowRow } from './window-row'

/** Times at which work is planned and nobody has to be told. */
export function MaintenancePanel() {
  const query = useQuery(maintenanceQuery())
  const [isPlanning, setPlanning] = useState(false)
  const plan = (
    <Button size="sm" onClick={() => setPlanning(true)}>
      <CalendarPlus aria-hidden="true" />
      Plan maintenance
    </Button>
  )
  return (
    <Panel
      title="Planned maintenance"
      description="At its hour of the wall clock, also when clocks change."
      actions={query.data && query.data.length > 0 && plan}
      flush
    >
      <QueryView
        query={query}
        noun="the planned maintenance"
        skeleton={<SkeletonRows rows={3} />}
        empty={{
          icon: CalendarClock,
          title: 'No maintenance is planned',
          description: 'Plan the weekly update once, and nobody is woken by what it causes.',
          action: plan,
        }}
      >
        {(windows) => (
          <ul aria-label="Planned maintenance" className="divide-y divide-line">
            {windows.map((window) => (
              <WindowRow key={window.id} window={window} />
            ))}
          </ul>
        )}
      </QueryView>
      <NewWindowDialog open={isPlanning} onOpenChange={setPlanning} />
    </Panel>
  )
}
