import { z } from 'zod'
import { handleAuth } from '@/lib/auth'
import { defineRoute, operation, readText } from '@/lib/http'

const maxFormBytes = 16 * 1024

const shared = {
  access: 'public',
  params: z.object({ nextauth: z.array(z.string().max(60)).max(4) }),
  query: z.record(z.string().max(60), z.string().max(2_000)),
  response: z.unknown(),
  rawResponse: "NextAuth's own protocol",
} as const

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/auth/[...nextauth]', {
  GET: operation({
    ...shared,
    summary: 'Anti-forgery token, session and providers (NextAuth)',
    handler: ({ ctx, request, params }) => handleAuth(ctx, request, params.nextauth, undefined),
  }),
  POST: operation({
    ...shared,
    rateLimit: 'signIn',
    summary: 'Sign in (callback/credentials) and sign out (NextAuth)',
    handler: async ({ ctx, request, params }) =>
      handleAuth(ctx, request, params.nextauth, await readText(request, maxFormBytes)),
  }),
})
