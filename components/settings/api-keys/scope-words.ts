import type { ApiKeyScope } from '@/lib/members/api-keys/contract'

/** What each scope lets a program do, for the person who gives it; the most asked for first. */
export const scopeWords: Record<ApiKeyScope, string> = {
  'metrics:read': 'Read the metrics (Prometheus)',
  'health:read': 'Read the health with its counts (uptime monitors)',
  'events:write': 'Send events to the trail',
  'heartbeats:write': 'Report that jobs elsewhere ran',
  'audit:read': 'Read the whole trail, personal data included',
}
