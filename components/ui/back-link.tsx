import { ArrowLeft } from 'lucide-react'
import Link from 'next/link'

/** The way back to the list, for the line over a page's title. */
export function BackLink({ href, children }: { href: string; children: string }) {
  return (
    <Link href={href} className="-my-1.5 inline-flex items-center gap-1.5 py-1.5 hover:text-fg">
      <ArrowLeft className="size-3.5" aria-hidden="true" />
      {children}
    </Link>
  )
}
