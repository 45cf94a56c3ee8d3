'use client'

import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { cn } from '@/components/ui/cn'

export interface SectionTabsProps {
  /** What all of them belong to. */
  label: string
  tabs: readonly { href: string; label: string }[]
}

/** The places that belong to one section, over each of its pages. */
export function SectionTabs({ label, tabs }: SectionTabsProps) {
  const pathname = usePathname()
  return (
    <nav aria-label={label} className="-mx-1 mb-4 flex gap-1 overflow-x-auto px-1 pb-1">
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          aria-current={pathname === tab.href ? 'page' : undefined}
          className={cn(
            'inline-flex h-8 shrink-0 items-center rounded-md px-3 font-medium text-fg-muted text-sm hover:bg-hover hover:text-fg max-lg:h-11',
            pathname === tab.href && 'bg-accent-soft text-accent-fg',
          )}
        >
          {tab.label}
        </Link>
      ))}
    </nav>
  )
}
