import { defineRoute, operation } from '@/lib/http'
import { listMembers } from '@/lib/members'
import { MemberPage, MemberQuery } from '@/lib/members/contract'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/members', {
  GET: operation({
    summary: 'Members, newest first',
    access: 'FOUNDER',
    query: MemberQuery,
    response: MemberPage,
    handler: ({ ctx, query }) => listMembers(ctx, query),
  }),
})
