import { AuditAction, recordAudit } from '../../audit'
import type { Context } from '../../context'
import { withTx } from '../../db'
import { AppError } from '../../errors'
import { uuidv7 } from '../../ids'
import { newApiKeySecret } from './api-key-secret'
import { apiKeyColumns, toApiKey } from './api-key-view'
import type { ApiKeyInput, NewApiKey } from './contract'

/** Makes a key. It is in this answer and nowhere else. Throws INVALID_INPUT when it would have expired already. */
export async function createApiKey(ctx: Context, input: ApiKeyInput): Promise<NewApiKey> {
  const { actor } = ctx
  const now = ctx.now()
  const expiresAt = input.expiresAt === null ? null : new Date(input.expiresAt)
  if (expiresAt !== null && expiresAt <= now)
    throw new AppError('INVALID_INPUT', 'The key would have expired already.', {
      problems: [{ detail: 'Choose a time that is yet to come', pointer: '/expiresAt' }],
    })
  const { key, keyHash, keyPrefix } = newApiKeySecret()
  return withTx(ctx, async (tx) => {
    const row = await tx.apiKey.create({
      data: {
        ...input,
        id: uuidv7(now),
        keyHash,
        keyPrefix,
        expiresAt,
        createdAt: now,
        createdById: actor.type === 'user' ? actor.id : null,
        createdByName: 'name' in actor ? actor.name : 'Somebody',
      },
      select: apiKeyColumns,
    })
    await recordAudit(tx, ctx, {
      action: AuditAction.API_KEY_CREATED,
      description: `API key ${row.name} created for ${row.scopes.join(', ')}`,
      entityType: 'ApiKey',
      entityId: row.id,
      after: { name: row.name, scopes: row.scopes, keyPrefix, sourceId: row.sourceId, expiresAt },
    })
    return { ...toApiKey(row), key }
  })
}
