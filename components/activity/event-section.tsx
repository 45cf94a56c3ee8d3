import type { ReactNode } from 'react'

/** One part of an event's details, under its small heading. */
export function EventSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="min-w-0">
      <h3 className="eyebrow mb-2 text-fg-muted">{title}</h3>
      {children}
    </section>
  )
}
