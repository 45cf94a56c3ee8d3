import { queryOptions } from '@tanstack/react-query'
import type { AuditEvidence } from '@/lib/audit/contract'
import { api } from '@/lib/http/browser'

const path = '/api/audit-logs/verification'
const progressMs = 1_000
const quietMs = 30_000

/** What can be proven at this moment; asked for each second while a verification runs. */
export function evidenceQuery() {
  return queryOptions({
    queryKey: ['evidence'],
    queryFn: ({ signal }) => api<AuditEvidence>(path, { signal }),
    refetchInterval: ({ state }) => (state.data?.running ? progressMs : quietMs),
  })
}

export const startVerification = () => api<AuditEvidence>(path, { method: 'POST' })
