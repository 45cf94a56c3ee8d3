import { z } from 'zod'
import { AppError } from '@/lib/errors'
import { defineRoute, operation } from '@/lib/http'

/** Whatever no other route answers: 404 as problem+json instead of a page. */
const nothing = operation({
  summary: 'Nothing is here',
  access: 'public',
  query: z.looseObject({}),
  response: z.never(),
  handler: async () => {
    throw new AppError('NOT_FOUND', 'There is nothing at this address.')
  },
})

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/[[...path]]', {
  GET: nothing,
  POST: nothing,
  PUT: nothing,
  PATCH: nothing,
  DELETE: nothing,
})
