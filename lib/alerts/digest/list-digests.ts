import type { Context } from '../../context'
import { getDb } from '../../db'
import { DigestContent, type DigestPage, type DigestQuery } from './contract'
import { dateOf } from './digest-job'

/** The days that have a digest, newest first. */
export async function listDigests(_ctx: Context, { limit, cursor }: DigestQuery): Promise<DigestPage> {
  const rows = await getDb().digest.findMany({
    where: cursor === undefined ? {} : { day: { lt: dateOf(cursor) } },
    orderBy: { day: 'desc' },
    take: limit + 1,
  })
  const items = rows.slice(0, limit).map(({ content, createdAt }) => {
    const { day, headline } = DigestContent.parse(content)
    return { day, headline, sentAt: createdAt.toISOString() }
  })
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.day ?? null) : null }
}
