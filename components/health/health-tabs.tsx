'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { cn } from '@/components/ui/cn'

const tabs = [
  { href: '/dashboard/health', label: 'Health' },
  { href: '/dashboard/health/service-levels', label: 'Service levels' },
] as const

/** The places that belong to health, over each of their pages; for founders, who may see both. */
export function HealthTabs() {
  const pathname = usePathname()
  return (
    <nav aria-label="Health" className="-mx-1 mb-4 flex gap-1 overflow-x-auto px-1 pb-1">
      {tabs.map(({ href, label }) => (
        <Link
          key={href}
          href={href}
          aria-current={pathname === href ? 'page' : undefined}
          className={cn(
            'inline-flex h-8 shrink-0 items-center rounded-md px-3 font-medium text-fg-muted text-sm hover:bg-hover hover:text-fg max-lg:h-11',
            pathname === href && 'bg-accent-soft text-accent-fg',
          )}
        >
          {label}
        </Link>
      ))}
    </nav>
  )
}
