import type { Tx } from '../../../db'
import type { Terms } from './terms'

/** Stands where a name was, in columns that must have a text. */
const erased = '[erased]'

/**
 * Removes a person from the records about the trail: who verified it, what that found, who set and released legal holds,
 * and the reasons of released ones. The reason of a hold that still holds stays, since somebody has to answer for it.
 */
export async function eraseFromRecords(tx: Tx, { patterns }: Terms): Promise<void> {
  await tx.$executeRaw`
    UPDATE "AuditVerification" SET "startedBy" = ${erased} WHERE "startedBy" ILIKE ANY(${patterns}::text[])`
  await tx.$executeRaw`
    UPDATE "AuditVerification" SET "findings" = (
      SELECT jsonb_agg(CASE WHEN f.finding->>'detail' ILIKE ANY(${patterns}::text[])
        THEN jsonb_set(f.finding, '{detail}', to_jsonb(${erased}::text)) ELSE f.finding END ORDER BY f.place)
      FROM jsonb_array_elements("findings") WITH ORDINALITY AS f (finding, place))
    WHERE jsonb_array_length("findings") > 0 AND "findings"::text ILIKE ANY(${patterns}::text[])`
  await tx.$executeRaw`
    UPDATE "AuditLegalHold" SET
      "createdBy" = CASE WHEN "createdBy" ILIKE ANY(${patterns}::text[]) THEN ${erased} ELSE "createdBy" END,
      "releasedBy" = CASE WHEN "releasedBy" ILIKE ANY(${patterns}::text[]) THEN ${erased} ELSE "releasedBy" END,
      "reason" = CASE WHEN "releasedAt" IS NOT NULL AND "reason" ILIKE ANY(${patterns}::text[]) THEN ${erased} ELSE "reason" END
    WHERE concat_ws(E'\n', "createdBy", "releasedBy", "reason") ILIKE ANY(${patterns}::text[])`
}
