import type { Finding } from '../../lib/audit/ledger/verify/finding'
import type { OutsideNotes } from '../../lib/audit/ledger/verify/known-checkpoints'
import type { VerificationResult } from '../../lib/audit/ledger/verify/verify-database'

export type Place = { seq: number; id: string }

/** Something that only the owner of the database can do, what has to be found, and how it is undone. */
export type Act = {
  name: string
  /** Tables whose rows it touches, and which of them: kept before and put back afterwards. */
  keeps: readonly { table: string; where: string }[]
  run(): Promise<unknown>
  undo?(): Promise<unknown>
  /** What an auditor brings. */
  outside?: readonly OutsideNotes[]
  /** Undefined when exactly this was found; else what was wrong with it. */
  judge(result: VerificationResult): string | undefined
}

type Expected = Partial<Finding>

/** All of these and no other. */
export const exactly =
  (expected: readonly Expected[]) =>
  ({ findings, findingCount }: VerificationResult): string | undefined => {
    const missed = expected.filter((one) => !findings.some((finding) => fits(finding, one)))
    const [first] = missed
    if (first) return `${missed.length} of ${expected.length} were not found, such as ${JSON.stringify(first)}`
    return findingCount === expected.length ? undefined : `${findingCount} findings instead of ${expected.length}`
  }

export const fits = (finding: Finding, expected: Expected): boolean =>
  Object.entries(expected).every(([key, value]) => Reflect.get(finding, key) === value)

export const idsOf = (places: readonly { id: string }[]): string =>
  `"id" IN (${places.map(({ id }) => `'${id}'`).join(', ')})`
