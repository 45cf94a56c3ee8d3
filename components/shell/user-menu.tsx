'use client'

import { ChevronsUpDown, LogOut } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { cn } from '@/components/ui/cn'
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '@/components/ui/dropdown-menu'
import { Spinner } from '@/components/ui/spinner'
import { signOut } from '@/lib/http/browser'
import { roleNames, type ShellUser } from './shell-user'
import { ThemeItems } from './theme-items'

export interface UserMenuProps {
  user: ShellUser
  /** Only the initials, for the top bar. */
  compact?: boolean
  className?: string
}

/** Who is signed in, with the theme and the way out. */
export function UserMenu({ user, compact, className }: UserMenuProps) {
  const [leaving, setLeaving] = useState(false)

  async function leave() {
    setLeaving(true)
    try {
      await signOut()
    } catch {
      setLeaving(false)
      toast.error('Signing out did not work', { description: 'You are still signed in. Try again.' })
    }
  }

  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        className={cn(
          'flex items-center gap-2.5 rounded-md text-start hover:bg-hover data-[state=open]:bg-hover',
          compact ? 'size-10 justify-center' : 'w-full p-2',
          className,
        )}
      >
        <Initials name={user.name} />
        {compact && <span className="sr-only">Account of {user.name}</span>}
        {!compact && (
          <>
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium text-fg text-sm">{user.name}</span>
              <span className="block truncate text-fg-muted text-xs">{roleNames[user.role]}</span>
            </span>
            <ChevronsUpDown className="size-4 shrink-0 text-fg-subtle" aria-hidden="true" />
          </>
        )}
      </DropdownMenuTrigger>
      <DropdownMenuContent side={compact ? 'bottom' : 'top'} align={compact ? 'end' : 'start'} className="w-60">
        <div className="px-2 py-1.5">
          <p className="truncate font-medium text-fg">{user.name}</p>
          <p className="truncate text-fg-muted text-sm">{user.email}</p>
          <p className="text-fg-muted text-sm">{roleNames[user.role]}</p>
        </div>
        <DropdownMenuSeparator />
        <ThemeItems />
        <DropdownMenuSeparator />
        <DropdownMenuItem onSelect={leave} disabled={leaving}>
          {leaving ? <Spinner /> : <LogOut aria-hidden="true" />}
          Sign out
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  )
}

function Initials({ name }: { name: string }) {
  const words = name.trim().split(/\s+/)
  const letters = [words.at(0), words.length > 1 ? words.at(-1) : undefined].map(
    (word) => word?.match(/^./u)?.[0] ?? '',
  )
  return (
    <span
      aria-hidden="true"
      className="grid size-8 shrink-0 place-items-center rounded-md border border-line-strong bg-sunken font-medium text-fg-muted text-xs"
    >
      {letters.join('').toUpperCase() || '?'}
    </span>
  )
}
