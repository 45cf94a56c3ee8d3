'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { cn } from '@/components/ui/cn'
import type { Role } from '@/lib/context/contract'
import { alertsHref, isCurrent, navFor } from './nav'
import { OpenAlerts } from './open-alerts'

/** The most used places under the thumb, on phones only. */
export function TabBar({ role }: { role: Role }) {
  const pathname = usePathname()
  return (
    <nav
      aria-label="Quick"
      className="fixed inset-x-0 bottom-0 z-30 border-line-strong border-t bg-surface pb-[env(safe-area-inset-bottom)] lg:hidden"
    >
      <ul className="mx-auto flex max-w-xl">
        {navFor(role)
          .slice(0, 5)
          .map((entry) => {
            const current = isCurrent(entry, pathname)
            return (
              <li key={entry.href} className="min-w-0 flex-1">
                <Link
                  href={entry.href}
                  aria-current={current ? 'page' : undefined}
                  className={cn(
                    'relative flex h-14 flex-col items-center justify-center gap-1 font-medium text-2xs text-fg-muted focus-visible:-outline-offset-2',
                    current &&
                      'text-accent-fg before:absolute before:inset-x-4 before:-top-px before:h-0.5 before:bg-accent',
                  )}
                >
                  <entry.icon className="size-5" strokeWidth={current ? 2.25 : 1.75} aria-hidden="true" />
                  {entry.href === alertsHref && (
                    <OpenAlerts className="absolute top-1 right-1/2 translate-x-6 h-4 min-w-4 px-1" />
                  )}
                  <span className="max-w-full truncate">{entry.label}</span>
                </Link>
              </li>
            )
          })}
      </ul>
    </nav>
  )
}
