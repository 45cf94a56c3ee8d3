import { Bell, Cog, type LucideIcon, Send } from 'lucide-react'
import Link from 'next/link'
import { Badge } from '@/components/ui/badge'
import { cn } from '@/components/ui/cn'
import { Time } from '@/components/ui/time'
import { type Tone, toneBox } from '@/components/ui/tone'
import { wordsOf } from '@/components/ui/words'
import type { ChainItem } from '@/lib/traces/contract'

type OtherItem = Exclude<ChainItem, { kind: 'event' }>
type Look = { icon: LucideIcon; tone: Tone; sentence: string; detail: string | null; word: string; href: string }

/** An alert, a message or a job of a chain, in the shape of an event: what it was, what came of it, and the way to it. */
export function ChainRow({ item }: { item: OtherItem }) {
  const { icon: Icon, tone, sentence, detail, word, href } = lookOf(item)
  return (
    <div data-testid={`chain-${item.kind}`} className="relative isolate flex gap-3 px-4 py-3 hover:bg-hover">
      <span
        aria-hidden="true"
        className={cn('mt-px grid size-8 shrink-0 place-items-center rounded-md border', toneBox[tone])}
      >
        <Icon className="size-4" strokeWidth={1.75} />
      </span>
      <div className="min-w-0 flex-1">
        <h3 className="font-normal">
          <Link
            href={href}
            prefetch={false}
            className="flex items-baseline justify-between gap-3 after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-ring focus-visible:after:-outline-offset-2"
          >
            <span className="min-w-0 flex-1 text-pretty break-words font-semibold text-fg">{sentence}</span>{' '}
            <Time iso={item.at} format="time" className="relative shrink-0 text-fg-muted text-sm" />
          </Link>
        </h3>
        {detail !== null && <p className="mt-0.5 line-clamp-2 break-words text-fg-muted">{detail}</p>}
        <p className="mt-1">
          <Badge tone={tone}>{word}</Badge>
        </p>
      </div>
    </div>
  )
}

const alertTones: Record<string, Tone> = { critical: 'critical', high: 'error', medium: 'warning', low: 'info' }
const deliveryTones: Record<string, Tone> = { SENT: 'success', DEAD: 'error', CANCELLED: 'neutral' }
const deliveryWords: Record<string, string> = { SENT: 'Sent', DEAD: 'Given up', CANCELLED: 'Cancelled' }
const runTones: Record<string, Tone> = { COMPLETED: 'success', FAILED: 'error', ABANDONED: 'warning' }
const runWords: Record<string, string> = { COMPLETED: 'Done', FAILED: 'Failed', ABANDONED: 'Interrupted' }

function lookOf(item: OtherItem): Look {
  if (item.kind === 'alert') {
    const { title, sentence, state, severity, id } = item
    const tone = state === 'RESOLVED' ? 'neutral' : (alertTones[severity] ?? 'info')
    const href = `/dashboard/alerts/${id}`
    return { icon: Bell, tone, sentence: `Alert: ${title}`, detail: sentence, word: wordsOf(state), href }
  }
  if (item.kind === 'delivery') {
    const { message, channel, status, durationMs, attempts, id } = item
    return {
      icon: Send,
      tone: deliveryTones[status] ?? 'info',
      sentence: `“${wordsOf(message)}” to ${channel}`,
      detail: [attempts > 1 && `${attempts} attempts`, tookWords(durationMs)].filter(Boolean).join(', ') || null,
      word: deliveryWords[status] ?? 'Waiting',
      href: `/dashboard/alerts/deliveries?delivery=${id}`,
    }
  }
  const { job, attempt, status, durationMs } = item
  return {
    icon: Cog,
    tone: runTones[status] ?? 'info',
    sentence: `Job ${job}`,
    detail: [attempt > 1 && `attempt ${attempt}`, tookWords(durationMs)].filter(Boolean).join(', ') || null,
    word: runWords[status] ?? 'Running',
    href: '/dashboard/jobs',
  }
}

const tookWords = (ms: number | null): string | null =>
  ms === null ? null : ms < 1_000 ? `took ${ms} ms` : `took ${(ms / 1_000).toFixed(1)} s`
