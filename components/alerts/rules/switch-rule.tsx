'use client'

import { useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { ConfirmDialog } from '@/components/ui/confirm-dialog'
import { useSubmit } from '@/components/ui/use-submit'
import { counted } from '@/components/ui/words'
import type { AlertRule } from '@/lib/alerts/rules/contract'
import { updateRule } from './queries'

/** On at a press; off only after it was said what that means. */
export function SwitchRule({ rule }: { rule: AlertRule }) {
  const [isAsking, setIsAsking] = useState(false)
  const { submit, pending } = useSubmit({
    run: (isEnabled: boolean) => updateRule(rule.name, { isEnabled }),
    done: ({ isEnabled }) => toast.success(isEnabled ? 'Rule switched on' : 'Rule switched off'),
    failed: (error) => toast.error(error.message),
  })
  if (!rule.isEnabled) {
    return (
      <Button variant="primary" onClick={() => submit(true)} pending={pending}>
        Switch on
      </Button>
    )
  }
  return (
    <>
      <Button onClick={() => setIsAsking(true)} pending={pending}>
        Switch off
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title="Switch this rule off?"
        target={rule.title}
        description={`Nobody is told any more of what it watches.${whatIsOpen(rule)} You can switch it on again at any time; its numbers stay.`}
        confirmLabel="Switch off"
        onConfirm={() => submit(false)}
      />
    </>
  )
}

function whatIsOpen({ openAlerts }: AlertRule): string {
  if (openAlerts === 0) return ''
  return ` ${counted(openAlerts, 'open alert')} of it ${openAlerts === 1 ? 'is' : 'are'} resolved, and whoever was told hears so.`
}
