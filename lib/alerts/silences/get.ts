import type { Context } from '../../context'
import { getDb, type Prisma, type Tx } from '../../db'
import { AppError } from '../../errors'
import type { Silence } from './contract'
import { toSilence } from './silence-view'

/** One silence, past ones too. Throws NOT_FOUND. */
export async function getSilence(ctx: Context, id: string): Promise<Silence> {
  return toSilence(await silenceById(getDb(), id), ctx.now())
}

/** Its row. Throws NOT_FOUND. */
export async function silenceById(client: Pick<Tx, 'silence'>, id: string): Promise<Prisma.SilenceGetPayload<object>> {
  const row = await client.silence.findUnique({ where: { id } })
  if (!row) throw new AppError('NOT_FOUND', 'There is no such silence.')
  return row
}
