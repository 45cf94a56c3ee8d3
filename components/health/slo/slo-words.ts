import { minutesInWords } from '@/components/ui/duration'
import type { Tone } from '@/components/ui/tone'
import { counted } from '@/components/ui/words'
import type { Slo, SloBudget, SloName } from '@/lib/slo/contract'

/** What one bad one is called. */
const bad: Record<SloName, { noun: string; done: string }> = {
  availability: { noun: 'bad five minutes', done: 'bad' },
  requests: { noun: 'failed request', done: 'failed' },
  latency: { noun: 'slow request', done: 'took longer' },
}

/** What may still go wrong, or by how much it is too late: "You can afford 4 more failed requests in these 30 days." */
export function budgetSentence({ name, budget }: Pick<Slo, 'name' | 'budget'>): string {
  const { left, minutesLeft, total, allowed, status } = budget
  if (status === 'noData') return 'Nothing has been counted yet.'
  if (status === 'tooFew')
    return `${counted(budget.bad, bad[name].noun)} of ${total.toLocaleString('en')}: too few to say.${allowed === 0 ? ' Of so few the target leaves room for none.' : ''}`
  if (minutesLeft !== null)
    return minutesLeft > 0
      ? `You can afford to be down for another ${minutesInWords(minutesLeft)} in these 30 days.`
      : left === 0
        ? 'Nothing is left: the next outage misses the target.'
        : `The target is missed by ${minutesInWords(-minutesLeft)}.`
  if (left > 0) return `You can afford ${counted(left, `more ${bad[name].noun}`)} in these 30 days.`
  if (left < 0) return `The target is missed by ${counted(-left, 'request')}.`
  return allowed === 0
    ? 'All is well so far; of so few requests the target leaves room for no bad one.'
    : `Nothing is left: the next ${bad[name].noun} misses the target.`
}

/** "2 of 8 used", for the bar. */
export function usedText({ unit, bad: used, allowed }: SloBudget): string {
  return `${used.toLocaleString('en')} of ${allowed.toLocaleString('en')} ${unit} used`
}

export function budgetTone({ status, usedPercent }: Pick<SloBudget, 'status' | 'usedPercent'>): Tone {
  if (status === 'missed') return 'error'
  if (status === 'noData') return 'neutral'
  return status === 'tooFew' || (usedPercent ?? 0) > 75 ? 'warning' : 'success'
}

export const statusWords: Record<SloBudget['status'], string> = {
  met: 'Kept',
  missed: 'Missed',
  tooFew: 'Too few to say',
  noData: 'Nothing counted',
}

/** The worst of the promises in one sentence. */
export function sloVerdict(items: readonly Slo[]): { tone: Tone; title: string } {
  const missed = items.filter(({ budget }) => budget.status === 'missed')
  if (missed.length > 0)
    return {
      tone: 'error',
      title: `${counted(missed.length, 'promise')} ${missed.length === 1 ? 'is' : 'are'} not kept: ${missed.map(({ title }) => title.toLowerCase()).join(', ')}`,
    }
  if (items.every(({ budget }) => budget.status === 'noData'))
    return { tone: 'info', title: 'Nothing has been measured yet' }
  const short = items.filter(({ budget }) => budgetTone(budget) === 'warning')
  if (short.length > 0)
    return {
      tone: 'warning',
      title: `Be careful: little room is left for ${short.map(({ title }) => title.toLowerCase()).join(', ')}`,
    }
  return { tone: 'success', title: 'All promises are kept' }
}
