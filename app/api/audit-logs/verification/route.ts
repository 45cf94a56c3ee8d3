import { AuditEvidence } from '@/lib/audit/contract'
import { getEvidence, startVerification } from '@/lib/audit/ledger'
import { defineRoute, operation } from '@/lib/http'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/audit-logs/verification', {
  GET: operation({
    summary: 'What can be proven about the trail: sealed events, newest checkpoint, last verification and its findings',
    access: 'FOUNDER',
    response: AuditEvidence,
    handler: getEvidence,
  }),
  POST: operation({
    summary: 'Verify the whole trail in the background; 409 while a verification runs',
    access: 'FOUNDER',
    response: AuditEvidence,
    handler: async ({ ctx }) => {
      await startVerification(ctx)
      return getEvidence()
    },
  }),
})
