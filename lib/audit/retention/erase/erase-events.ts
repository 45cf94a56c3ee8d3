import type { Context } from '../../../context'
import { getPool, Prisma, type Tx } from '../../../db'
import { commitment, type Group } from '../../ledger/leaf'
import { erasedPayload, sealedChannel } from '../../ledger/seal'
import { bodyOf } from '../../ledger/stored-event'
import { readSealedEvents, type Sealed } from '../../ledger/verify/read-sealed'
import { blockSize } from '../../search/block'
import { blocksLockSql, unknownWordsSql } from '../../search/fill-blocks'
import { recordAudit } from '../../write/record'
import type { Mention } from './find-mentions'

/**
 * Takes the named groups of values away from events and keeps their commitments, with one event that names every
 * one of them, in the caller's transaction. Their blocks say nothing to the search until they are filled
 * again, so that it looks into each of them. Answers the ids; events that were dropped meanwhile are passed over.
 */
export async function eraseEvents(
  tx: Tx,
  ctx: Context,
  mentions: readonly Mention[],
  reason: string,
): Promise<readonly string[]> {
  // A block that is being made of the values would be committed after them, with their words.
  await tx.$executeRaw`SELECT ${Prisma.raw(blocksLockSql)}`
  const places = await readSealedEvents(
    getPool(),
    mentions.map(({ id }) => id),
  )
  const known = new Map(places.filter(({ event }) => event).map((place) => [place.id, place]))
  const present = mentions.filter(({ id }) => known.has(id))
  if (present.length === 0) return []
  const ids = present.map(({ id }) => id)
  const hashes = (group: Group) =>
    present.map(({ id, groups }) => (groups.includes(group) ? commitmentOf(group, known.get(id)) : ''))
  await tx.$queryRaw`
    SELECT daybook_erase_event(t.id, decode(nullif(t.actor, ''), 'hex'), decode(nullif(t.content, ''), 'hex'), decode(nullif(t.reference, ''), 'hex'))
    FROM unnest(${ids}::uuid[], ${hashes('actor')}::text[], ${hashes('content')}::text[], ${hashes('reference')}::text[])
      AS t (id, actor, content, reference)`
  await tx.$executeRaw`
    UPDATE "AuditBlock" SET "words" = ${Prisma.raw(unknownWordsSql)}
    WHERE "index" IN (SELECT "seq" / ${Prisma.raw(String(blockSize))} FROM "AuditLeaf" WHERE "id" = ANY(${ids}::uuid[]))`
  // Open streams keep the newest events in memory.
  await tx.$executeRaw`SELECT pg_notify(${sealedChannel}, ${erasedPayload})`
  const emptied = (group: Group) => present.filter(({ groups }) => groups.includes(group)).map(({ id }) => id)
  await recordAudit(tx, ctx, {
    action: 'AUDIT_ERASED',
    description: `Erased a person from ${ids.length} event${ids.length === 1 ? '' : 's'}`,
    metadata: {
      reason,
      events: ids,
      groups: { actor: emptied('actor'), content: emptied('content'), reference: emptied('reference') },
    },
  })
  return ids
}

function commitmentOf(group: Group, place: Sealed | undefined): string {
  if (!place?.event || !place.salt) throw new Error('An event that is to be erased has no salt')
  return commitment(group, bodyOf(place.event), place.salt).toString('hex')
}
