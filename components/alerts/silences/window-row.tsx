'use client'

import { Ellipsis } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { DropdownMenu, DropdownMenuContent, DropdownMenuItem, DropdownMenuTrigger } from '@/components/ui/dropdown-menu'
import { Switch } from '@/components/ui/switch'
import { Time } from '@/components/ui/time'
import { useSubmit } from '@/components/ui/use-submit'
import type { MaintenanceWindow } from '@/lib/alerts/silences/contract'
import { DeleteWindowDialog } from './delete-window-dialog'
import { updateWindow } from './queries'
import { RenameWindowDialog } from './rename-window-dialog'
import { scopeWords, windowWords } from './window-words'

/** One planned maintenance: when it is, what it keeps quiet, and whether it is in force. */
export function WindowRow({ window }: { window: MaintenanceWindow }) {
  const [opened, setOpened] = useState<'rename' | 'delete' | null>(null)
  const close = () => setOpened(null)
  const toggle = useSubmit({
    run: (isEnabled: boolean) => updateWindow(window.id, { isEnabled }),
    done: ({ name, isEnabled }) => toast.success(`${name} is ${isEnabled ? 'on' : 'off'}`),
    failed: (error) => toast.error(`${window.name} was not changed`, { description: error.message }),
  })
  return (
    <li className="flex items-start justify-between gap-4 px-4 py-3">
      <div className="min-w-0">
        <p className="break-words font-medium text-fg">
          {window.name} {window.isActive && <Badge tone="warning">Open now</Badge>}
        </p>
        <p className="text-pretty break-words text-fg-muted text-sm">{windowWords(window)}</p>
        <p className="break-words text-fg-muted text-sm">
          {scopeWords(window)}. <NextStart window={window} />
        </p>
      </div>
      <div className="flex shrink-0 items-center gap-3">
        <Switch
          aria-label={`${window.name} is on`}
          checked={window.isEnabled}
          disabled={toggle.pending}
          onCheckedChange={(isEnabled) => void toggle.submit(isEnabled)}
        />
        <DropdownMenu>
          <DropdownMenuTrigger asChild>
            <Button variant="ghost" size="icon-sm" aria-label={`More about ${window.name}`}>
              <Ellipsis aria-hidden="true" />
            </Button>
          </DropdownMenuTrigger>
          <DropdownMenuContent>
            <DropdownMenuItem onSelect={() => setOpened('rename')}>Rename</DropdownMenuItem>
            <DropdownMenuItem danger onSelect={() => setOpened('delete')}>
              Remove
            </DropdownMenuItem>
          </DropdownMenuContent>
        </DropdownMenu>
      </div>
      <RenameWindowDialog window={window} open={opened === 'rename'} onClose={close} />
      <DeleteWindowDialog window={window} open={opened === 'delete'} onClose={close} />
    </li>
  )
}

function NextStart({ window: { isEnabled, isActive, nextStart } }: { window: MaintenanceWindow }) {
  if (!isEnabled) return 'Switched off: it keeps nothing back.'
  if (nextStart === null) return isActive ? 'It will not come again.' : 'It is over.'
  return (
    <>
      Next <Time iso={nextStart} format="minute" />
      {' your time.'}
    </>
  )
}
