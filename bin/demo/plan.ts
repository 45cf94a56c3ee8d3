import { createHash } from 'node:crypto'
import { dayMs, hourMs, minuteMs, secondMs } from '../../lib/clock'
import { drawCrash, drawJourney, type Step } from './journey'
import { lastWorkingMs, newLeadTimes, nextWorkingMs } from './opening-hours'
import { type Random, seededRandom } from './random'
import { officeAddress, type StaffKey, staff, strangerAddress } from './school'
import type { Task } from './task'

/** Something that happens at `at`. `id` becomes the request id, by which a later run finds what was done. */
export type Act = { id: string; at: Date; by: StaffKey; ipAddress: string } & (
  | { kind: 'task'; journey: number; task: Task }
  | { kind: 'joins' | 'signIn' | 'signOut' | 'wrongPassword' }
)
type Draft = Act extends infer A
  ? A extends Act
    ? Omit<A, 'id' | 'at' | 'ipAddress'> & { atMs: number; ipAddress?: string }
    : never
  : never

export type PlanInput = { seed: number; days: number; endsAt: Date }

/** The last thing happens this long before the end, and the last crash at least so long. */
const lastActMs = 2 * minuteMs
const calmMs = 3 * hourMs

/** Everything that happened at the school in the `days` before `endsAt`, in order. The same input gives the same plan. */
export function makePlan({ seed, days, endsAt }: PlanInput): Act[] {
  const random = seededRandom(seed)
  const end = endsAt.getTime()
  const begin = end - days * dayMs
  const work = [...ordinaryDays(random, begin, end), ...crashes(random, begin, end), ...lastHours(random, end)]
  const drafts = [...joining(begin), ...work, ...visits(random, work, end), ...attack(begin, end)]
  const order = drafts.map((draft, index) => ({ draft, index }))
  order.sort((a, b) => a.draft.atMs - b.draft.atMs || a.index - b.index)
  return order.map(({ draft: { atMs, ...rest } }, index) => {
    const at = new Date(atMs)
    return { ...rest, id: actId(seed, index, at), at, ipAddress: rest.ipAddress ?? addressOf(rest.by, at) }
  })
}

/** Tells one plan from another, also from one of an older version. */
export function fingerprint(plan: readonly Act[]): string {
  return createHash('sha256').update(JSON.stringify(plan)).digest('hex').slice(0, 16)
}

function ordinaryDays(random: Random, begin: number, end: number): Draft[] {
  const drafts: Draft[] = []
  let serial = 0
  for (let day = begin; day < end + dayMs; day += dayMs)
    for (const start of newLeadTimes(random, day)) {
      serial += 1
      const steps = drawJourney(random, serial)
      if (start < begin + 20 * minuteMs) continue
      const time = (at: number, afterMs: number) => (afterMs === 0 ? at : nextWorkingMs(random, at + afterMs))
      drafts.push(...inTime(random, { steps, start, end, journey: serial }, time))
    }
  return drafts
}

type Journey = { steps: Step[]; start: number; end: number; journey: number }

/** The steps with their times; what would come after the end is left out, so that some stories are still open. */
function inTime(
  random: Random,
  { steps, start, end, journey }: Journey,
  next: (at: number, afterMs: number) => number,
): Draft[] {
  const drafts: Draft[] = []
  let atMs = start
  for (const { by, afterMs, ...task } of steps) {
    atMs = next(atMs, afterMs) + random.int(0, minuteMs)
    if (atMs > end - lastActMs) break
    drafts.push({ kind: 'task', by, journey, task, atMs })
  }
  return drafts
}

/** One about six days ago and one hours ago: long enough for a fresh trial to be healthy. */
function crashes(random: Random, begin: number, end: number): Draft[] {
  const spanMs = 2 * hourMs
  return [6 * dayMs + calmMs, calmMs + 20 * minuteMs].flatMap((agoMs, index) => {
    const start = lastWorkingMs(end - agoMs) - hourMs
    const journey = 9_000 + index
    const steps = drawCrash(random, journey)
    if (start < begin + spanMs) return []
    return inTime(random, { steps, start, end, journey }, (at, afterMs) => at + afterMs)
  })
}

/** Whatever the hour is, somebody is at work just now. */
function lastHours(random: Random, end: number): Draft[] {
  const drafts: Draft[] = []
  for (let index = 0; index < 5; index += 1) {
    const journey = 9_100 + index
    const start = end - (110 - index * 25) * minuteMs
    const steps = drawJourney(random, journey).map((step) => ({ ...step, by: 'aylin' as const }))
    const quick = (at: number, afterMs: number) => (afterMs === 0 ? at : at + random.int(4, 16) * minuteMs)
    drafts.push(...inTime(random, { steps, start, end, journey }, quick))
  }
  const [first] = drawJourney(random, 9_200)
  const last: Draft[] = first
    ? [
        {
          kind: 'task',
          by: 'aylin',
          journey: 9_200,
          task: taskOf(first),
          atMs: end - lastActMs - random.int(0, minuteMs),
        },
      ]
    : []
  return [...drafts, ...last]
}

function taskOf({ by: _by, afterMs: _afterMs, ...task }: Step): Task {
  return task
}

/** The staff is added before anything else happens. */
function joining(begin: number): Draft[] {
  return staff.map(({ key }, index) => ({
    kind: 'joins' as const,
    by: key,
    atMs: begin + index * 90 * secondMs,
    ipAddress: officeAddress,
  }))
}

/** Everybody signs in before the first thing they do on a day; some mistype first, some sign out in the evening. */
function visits(random: Random, work: readonly Draft[], end: number): Draft[] {
  const days = new Map<string, { by: StaffKey; first: number; last: number }>()
  for (const { by, atMs } of work) {
    const key = `${by} ${new Date(atMs).toISOString().slice(0, 10)}`
    const day = days.get(key) ?? { by, first: atMs, last: atMs }
    days.set(key, { by, first: Math.min(day.first, atMs), last: Math.max(day.last, atMs) })
  }
  return [...days.values()].flatMap(({ by, first, last }) => {
    const signIn = first - random.int(20, 300) * secondMs
    const visit: Draft[] = [{ kind: 'signIn', by, atMs: signIn }]
    if (random.chance(0.15)) visit.push({ kind: 'wrongPassword', by, atMs: signIn - random.int(8, 25) * secondMs })
    const signOut = last + random.int(1, 15) * minuteMs
    if (random.chance(0.65) && signOut < end - 2 * hourMs) visit.push({ kind: 'signOut', by, atMs: signOut })
    return visit
  })
}

/** One night somebody guesses at a password until the account is locked. */
function attack(begin: number, end: number): Draft[] {
  const night = end - (end % dayMs) - 4 * dayMs + 2.4 * hourMs
  if (night < begin + dayMs) return []
  return Array.from({ length: 5 }, (_, index) => ({
    kind: 'wrongPassword' as const,
    by: 'jonas' as const,
    atMs: night + index * 7_300,
    ipAddress: strangerAddress,
  }))
}

/** From home in the evening and on weekends. */
function addressOf(by: StaffKey, at: Date): string {
  const isOffice = at.getUTCDay() % 6 !== 0 && at.getUTCHours() >= 7 && at.getUTCHours() < 17
  return isOffice ? officeAddress : (staff.find(({ key }) => key === by)?.home ?? officeAddress)
}

/** A UUIDv7 of the act's time whose other bits follow from the seed. */
function actId(seed: number, index: number, at: Date): string {
  const time = at.getTime().toString(16).padStart(12, '0')
  const rest = createHash('sha256').update(`${seed}:${index}:${time}`).digest('hex')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${rest.slice(0, 3)}-8${rest.slice(3, 6)}-${rest.slice(6, 18)}`
}
