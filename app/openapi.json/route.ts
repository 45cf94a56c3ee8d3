import { z } from 'zod'
import { defineRoute, operation } from '@/lib/http'
import { documentResponse } from '@/lib/openapi'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/openapi.json', {
  GET: operation({
    summary: 'This document: every address, what it takes and what it answers',
    access: 'public',
    response: z.looseObject({ openapi: z.string().meta({ examples: ['3.1.1'] }) }),
    rawResponse: 'with an ETag; 304 for whoever has it already',
    notes: { alsoAnswers: [304] },
    handler: async ({ request }) => documentResponse(request),
  }),
})
