import { longRead } from '../../../db'
import { type Group, groupFields, groups } from '../../ledger/leaf'
import type { Terms } from './terms'

/** An event that names the person, and in which groups of its fields. */
export type Mention = { id: string; groups: Group[] }

type Row = { id: string } & Record<Group, boolean>

const tables = ['AuditLog', 'audit_log_archive'] as const

/** Which events: those behind `after`, and of them only what is sealed when that is asked for. */
type Part = { after: string; limit: number; isSealed: boolean }

/** The next events after `after` that name the person, in the order of their ids, from the trail and the archive. */
export async function findMentions(terms: Terms, part: Part): Promise<Mention[]> {
  const found: Mention[] = []
  for (const table of tables) found.push(...(await findIn(table, terms, part)))
  return found.sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, part.limit)
}

/**
 * Announcements of what was taken out of the trail: verification needs what they say, which is ids, months and a reason
 * that names nobody. A name that can be written in hexadecimal stands in ids by chance.
 */
const isAnnouncement = `e."action" IN ('AUDIT_ERASED', 'AUDIT_DROPPED') AND e."source" = 'daybook'`

/** No index knows what stands anywhere in a text: this reads the whole table, which is what an erasure has to do. */
async function findIn(
  table: (typeof tables)[number],
  terms: Terms,
  { after, limit, isSealed }: Part,
): Promise<Mention[]> {
  // Asked row by row of what matches: a join would begin with all leaves.
  const sealed = isSealed ? 'AND (SELECT l."seq" FROM "AuditLeaf" AS l WHERE l."id" = e."id") IS NOT NULL' : ''
  const rows = await longRead<Row>(
    `SELECT e."id", ${groups.map((group) => `${matches(group)} AS "${group}"`).join(', ')} FROM "${table}" AS e
      WHERE e."id" > $2 AND (${groups.map(matches).join(' OR ')}) ${sealed} ORDER BY e."id" LIMIT $3`,
    [terms.patterns, after, limit],
  )
  return rows.map(({ id, ...found }) => ({ id, groups: groups.filter((group) => found[group]) }))
}

const matches = (group: Group): string =>
  `(${group === 'content' ? `NOT (${isAnnouncement}) AND ` : ''}${textOf(group)} ILIKE ANY($1::text[]))`

const textOf = (group: Group): string =>
  `concat_ws(E'\\n', ${groupFields[group].map((field) => `e."${field}"${jsonFields.has(field) ? '::text' : ''}`).join(', ')})`

const jsonFields = new Set<string>(['before', 'after', 'metadata'])
