import { z } from 'zod'

/** The query parameters of every list: spread into its own `z.strictObject`. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(20),
  cursor: z.uuid().optional().meta({ description: 'nextCursor of the page before' }),
}

/** The answer of every list. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() })
}

/** One page of rows that were read with `take: limit + 1`, newest id first. */
export function toPage<Row extends { id: string }>(rows: readonly Row[], limit: number) {
  const items = rows.slice(0, limit)
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}

/** A search text for `contains`, which takes % and _ for wildcards. */
export function literalPattern(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}
