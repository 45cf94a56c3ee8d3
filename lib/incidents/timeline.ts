import type { TimelineEntry } from './contract'

/** What comes first when several things carry the same time: a cause before what it led to. */
const rank: Record<TimelineEntry['kind'], number> = {
  event: 0,
  alert: 1,
  opened: 2,
  class: 3,
  state: 3,
  assigned: 3,
  note: 3,
  'post-mortem': 3,
  'action-item': 3,
  delivery: 4,
}

/** One story out of several, oldest first; of lines that tell of the same thing, the first stays. */
export function mergeTimeline(...stories: readonly TimelineEntry[][]): TimelineEntry[] {
  // A later pair of a Map replaces an earlier one.
  const lines = new Map(
    stories
      .flat()
      .toReversed()
      .map((line) => [line.id, line]),
  )
  return [...lines.values()].toSorted(
    (one, other) =>
      one.at.localeCompare(other.at) || rank[one.kind] - rank[other.kind] || one.id.localeCompare(other.id),
  )
}
