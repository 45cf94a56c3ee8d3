'use client'

import Link, { useLinkStatus } from 'next/link'
import { usePathname } from 'next/navigation'
import { cn } from '@/components/ui/cn'
import { Spinner } from '@/components/ui/spinner'
import type { Role } from '@/lib/context/contract'
import { alertsHref, isCurrent, type NavEntry, navFor } from './nav'
import { OpenAlerts } from './open-alerts'

/** The navigation as a list under its sections, for the sidebar and the menu sheet. */
export function NavList({ role, onNavigate }: { role: Role; onNavigate?: () => void }) {
  const sections = Map.groupBy(navFor(role), (entry) => entry.section)
  return (
    <nav aria-label="Main" className="grid gap-5">
      {[...sections].map(([section, entries]) => (
        <div key={section}>
          <p className="eyebrow px-2.5 pb-1.5">{section}</p>
          <ul className="grid gap-0.5">
            {entries.map((entry) => (
              <li key={entry.href}>
                <NavLink entry={entry} {...(onNavigate && { onNavigate })} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  )
}

function NavLink({ entry, onNavigate }: { entry: NavEntry; onNavigate?: () => void }) {
  const current = isCurrent(entry, usePathname())
  return (
    <Link
      href={entry.href}
      aria-current={current ? 'page' : undefined}
      {...(onNavigate && { onClick: onNavigate })}
      className={cn(
        'relative flex h-9 items-center gap-2.5 rounded-md px-2.5 font-medium text-fg-muted transition-colors hover:bg-hover hover:text-fg max-lg:h-11',
        current && 'bg-accent-soft text-accent-fg hover:bg-accent-soft hover:text-accent-fg',
      )}
    >
      <entry.icon className="size-4" aria-hidden="true" />
      {entry.label}
      {entry.href === alertsHref && <OpenAlerts className="ms-auto" />}
      <PendingMark />
    </Link>
  )
}

/** Pages are rendered on request, so a slow one must be seen to be on its way. */
function PendingMark() {
  const { pending } = useLinkStatus()
  return pending ? <Spinner className="ms-auto size-3" /> : null
}
