import { AuditAction, recordAudit } from '../../audit'
import type { Context } from '../../context'
import { withTx } from '../../db'
import { AppError } from '../../errors'
import { apiKeyColumns, toApiKey } from './api-key-view'
import type { ApiKey } from './contract'

/** Ends a key: the next call with it is refused, in every process. Throws NOT_FOUND when there is none to end. */
export async function revokeApiKey(ctx: Context, id: string): Promise<ApiKey> {
  return withTx(ctx, async (tx) => {
    const [row] = await tx.apiKey.updateManyAndReturn({
      where: { id, revokedAt: null },
      data: { revokedAt: ctx.now() },
      select: apiKeyColumns,
    })
    if (!row) throw new AppError('NOT_FOUND', 'There is no such key.')
    await recordAudit(tx, ctx, {
      action: AuditAction.API_KEY_REVOKED,
      description: `API key ${row.name} revoked`,
      entityType: 'ApiKey',
      entityId: id,
      metadata: { name: row.name, scopes: row.scopes, keyPrefix: row.keyPrefix, lastUsedAt: row.lastUsedAt },
    })
    return toApiKey(row)
  })
}
