import { z } from 'zod'
import { scopes } from '../../context/contract'
import { requiredText } from '../../form-fields'

export const ApiKeyScope = z.enum(scopes)
export type ApiKeyScope = z.infer<typeof ApiKeyScope>

/** A key with which a program calls Daybook. The key itself is shown once and never again. */
export const ApiKey = z
  .object({
    id: z.uuid(),
    name: z.string(),
    scopes: z.array(ApiKeyScope),
    keyPrefix: z.string().meta({ description: 'The beginning of the key, to tell one from another' }),
    sourceId: z.string().nullable(),
    createdAt: z.iso.datetime(),
    createdByName: z.string(),
    lastUsedAt: z.iso.datetime().nullable().meta({ description: 'Kept to the minute' }),
    expiresAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'ApiKey' })
export type ApiKey = z.infer<typeof ApiKey>

export const ApiKeyList = z.object({ items: z.array(ApiKey), nextCursor: z.null() })
export type ApiKeyList = z.infer<typeof ApiKeyList>

export const ApiKeyInput = z.strictObject({
  name: requiredText(80, 'Say what it is for'),
  scopes: z
    .array(ApiKeyScope)
    .min(1, 'Choose at least one')
    .transform((chosen) => [...new Set(chosen)]),
  sourceId: requiredText(128).nullable().default(null),
  expiresAt: z.iso.datetime({ offset: true }).nullable().default(null).meta({ description: 'null: never' }),
})
export type ApiKeyInput = z.infer<typeof ApiKeyInput>

/** `key` goes into `Authorization: Bearer …`. */
export const NewApiKey = ApiKey.extend({ key: z.string() }).meta({ id: 'NewApiKey' })
export type NewApiKey = z.infer<typeof NewApiKey>

export const ApiKeyParams = z.object({ id: z.uuid() })
