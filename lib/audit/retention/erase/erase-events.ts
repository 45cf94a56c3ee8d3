import type { Context } from '../../../context'
import { getPool, Prisma, type Tx } from '../../../db'
import { commitment, type Group } from '../../ledger/leaf'
import { bodyOf } from '../../ledger/stored-event'
import { readSealedEvents, type Sealed } from '../../ledger/verify/read-sealed'
import { blockSize } from '../../search/block'
import { unknownWordsSql } from '../../search/fill-blocks'
import { recordAudit } from '../../write/record'
import type { Mention } from './find-mentions'

/**
 * Takes the named groups of values away from events and keeps their commitments, with one event that names every
 * one of them, in the caller's transaction. Their blocks say nothing to the search until they are filled
 * again, so that it looks into each of them.
 */
export async function eraseEvents(tx: Tx, ctx: Context, mentions: readonly Mention[], reason: string): Promise<void> {
  const ids = mentions.map(({ id }) => id)
  const places = new Map((await readSealedEvents(getPool(), ids)).map((place) => [place.id, place]))
  const hashes = (group: Group) =>
    mentions.map(({ id, groups }) => (groups.includes(group) ? commitmentOf(group, places.get(id)) : ''))
  await tx.$queryRaw`
    SELECT daybook_erase_event(t.id, decode(nullif(t.actor, ''), 'hex'), decode(nullif(t.content, ''), 'hex'), decode(nullif(t.reference, ''), 'hex'))
    FROM unnest(${ids}::uuid[], ${hashes('actor')}::text[], ${hashes('content')}::text[], ${hashes('reference')}::text[])
      AS t (id, actor, content, reference)`
  await tx.$executeRaw`
    UPDATE "AuditBlock" SET "words" = ${Prisma.raw(unknownWordsSql)}
    WHERE "index" IN (SELECT "seq" / ${Prisma.raw(String(blockSize))} FROM "AuditLeaf" WHERE "id" = ANY(${ids}::uuid[]))`
  await recordAudit(tx, ctx, {
    action: 'AUDIT_ERASED',
    description: `Erased a person from ${ids.length} event${ids.length === 1 ? '' : 's'}`,
    metadata: { reason, events: ids },
  })
}

function commitmentOf(group: Group, place: Sealed | undefined): string {
  if (!place?.event || !place.salt) throw new Error('An event that is to be erased is not there, or has no salt')
  return commitment(group, bodyOf(place.event), place.salt).toString('hex')
}
