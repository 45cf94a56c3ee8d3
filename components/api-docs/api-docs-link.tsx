import { buttonVariants } from '@/components/ui/button'

/** A whole new page on purpose: what another view's script did to this one must not stay. */
export function ApiDocsLink({ href, children }: { href: string; children: string }) {
  return (
    <a href={href} className={buttonVariants({ variant: 'ghost', className: 'max-lg:h-11' })}>
      {children}
    </a>
  )
}
