import type { ReactNode } from 'react'
import { cn } from '@/components/ui/cn'
import { BrandMark } from './brand'

export interface NoticePageProps {
  /** The status or kind, small over the title: "404". */
  code: string
  title: string
  /** One or two sentences: what happened, and that nothing was lost. */
  children: ReactNode
  actions?: ReactNode
  /** Ids for support. */
  footer?: ReactNode
  /** Fills the window and brings `main`; without it, it stands inside the shell. */
  standalone?: boolean
}

/** A page that has only one thing to say. */
export function NoticePage({ code, title, children, actions, footer, standalone }: NoticePageProps) {
  const Frame = standalone ? 'main' : 'div'
  return (
    <Frame
      {...(standalone && { id: 'content' })}
      className={cn('grid place-items-center px-6', standalone ? 'min-h-dvh' : 'min-h-[60dvh]')}
    >
      <div className="w-full max-w-md pb-16">
        {standalone && <BrandMark className="mb-8 size-9" />}
        <p className="eyebrow">{code}</p>
        <h1 className="double-rule mt-2 text-balance pb-4 font-semibold text-3xl text-fg tracking-[-0.025em]">
          {title}
        </h1>
        <div className="mt-4 text-pretty text-fg-muted text-lg">{children}</div>
        {actions && <div className="mt-6 flex flex-wrap gap-2">{actions}</div>}
        {footer && <div className="mt-8">{footer}</div>}
      </div>
    </Frame>
  )
}
