import type { Context } from '../../context'
import { getDb } from '../../db'
import { AppError } from '../../errors'
import { getCompanySettings } from '../../settings'
import { dayOf } from '../../wall-clock'
import { buildDigest } from './build-digest'
import { type Digest, DigestContent } from './contract'
import { digestDay } from './digest-day'
import { dateOf } from './digest-job'
import { digestText } from './digest-text'

/** The digest of a day as it was written, or of `today` as it would be written now. Throws NOT_FOUND. */
export async function getDigest(ctx: Context, day: string): Promise<Digest> {
  if (day === 'today') return previewDigest(ctx)
  const row = await getDb().digest.findUnique({ where: { day: dateOf(day) } })
  if (!row) throw new AppError('NOT_FOUND', 'There is no digest of this day.')
  const content = DigestContent.parse(row.content)
  return { ...content, text: digestText(content), sentAt: row.createdAt.toISOString() }
}

async function previewDigest(ctx: Context): Promise<Digest> {
  const now = ctx.now()
  const { timeZone } = await getCompanySettings()
  const content = await buildDigest(digestDay(dayOf(now, timeZone), timeZone), now)
  return { ...content, text: digestText(content), sentAt: null }
}
