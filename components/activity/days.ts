/** Things of one calendar day, under its name. */
export interface Day<Item> {
  /** "2026-11-20", in the viewer's zone. */
  key: string
  label: string
  items: Item[]
}

const keyFormat = new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit' })
const labelFormat = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long' })
const yearFormat = new Intl.DateTimeFormat('en-GB', { year: 'numeric' })

/** Groups things that are in order of time by the viewer's calendar day. */
export function byDay<Item>(items: readonly Item[], isoOf: (item: Item) => string, nowMs: number): Day<Item>[] {
  const days: Day<Item>[] = []
  for (const item of items) {
    const at = new Date(isoOf(item)).getTime()
    const key = keyFormat.format(at)
    const current = days.at(-1)
    if (current?.key === key) current.items.push(item)
    else days.push({ key, label: dayLabel(at, key, nowMs), items: [item] })
  }
  return days
}

function dayLabel(at: number, key: string, nowMs: number): string {
  const now = new Date(nowMs)
  const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1)
  const name = labelFormat.format(at)
  if (key === keyFormat.format(nowMs)) return `Today · ${name}`
  if (key === keyFormat.format(yesterday)) return `Yesterday · ${name}`
  const year = yearFormat.format(at)
  return year === yearFormat.format(nowMs) ? name : `${name} ${year}`
}
