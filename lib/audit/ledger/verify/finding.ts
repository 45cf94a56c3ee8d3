/** What can be wrong with a trail. */
export type FindingKind =
  /** A sealed event has no row any more (removed, truncated, or its partition was detached). */
  | 'event-missing'
  /** A row says something else than what was sealed. */
  | 'event-changed'
  /** A row that was never sealed and does not wait for it: it was put there past the guards. */
  | 'event-unsealed'
  /** An event that claims to have been recorded long before it was sealed. */
  | 'event-backdated'
  /** Two rows have the id of one event, one in the trail and one in the archive. */
  | 'event-doubled'
  /** A place in the order of sealing is empty. */
  | 'order-gap'
  /** The stored tree does not follow from its own leaves. */
  | 'tree-changed'
  /** The tree has fewer events than a checkpoint was signed for: the end was cut off. */
  | 'tree-shrunk'
  /** A checkpoint whose signature or content is wrong. */
  | 'checkpoint-invalid'
  /** A checkpoint that is known (its number, the file, the one that was given) is not in the table. */
  | 'checkpoint-missing'
  /** What was signed contradicts the tree: events of the named span were changed together with the tree. */
  | 'checkpoint-contradicted'
  /** Values were taken away without an event that says so. */
  | 'erasure-unrecorded'
  /** A month is said to be dropped and no event says so, or it says another thing. */
  | 'drop-unrecorded'

/** One thing that is wrong and where it is, as exactly as it can be told. */
export type Finding = {
  kind: FindingKind
  /** Place in the order of sealing; null when it has none. */
  seq: number | null
  id: string | null
  /** When the event happened, or the checkpoint was signed; ISO 8601. */
  time: string | null
  /** One sentence for people. */
  detail: string
}

/** Findings that are kept; beyond them only the number counts. */
const maxFindings = 1_000

/** Collects findings without end and keeps the first thousand. */
export class Findings {
  readonly list: Finding[] = []
  count = 0

  add(finding: Finding): void {
    this.count += 1
    if (this.list.length < maxFindings) this.list.push(finding)
  }

  /** Everything that others found. */
  addAll(others: Findings): void {
    for (const finding of others.list) this.add(finding)
  }
}

/** The time that a UUIDv7 carries. */
export function timeOfId(id: string): string {
  return new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)).toISOString()
}
