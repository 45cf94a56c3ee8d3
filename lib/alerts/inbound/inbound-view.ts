import { type AlertInbound, InboundKind } from './contract'

/** Everything but the hash of the key. */
export const inboundColumns = {
  id: true,
  name: true,
  kind: true,
  keyPrefix: true,
  lastReceivedAt: true,
  createdAt: true,
} as const

type Row = Omit<AlertInbound, 'kind' | 'lastReceivedAt' | 'createdAt'> & {
  kind: string
  lastReceivedAt: Date | null
  createdAt: Date
}

export function toInbound(row: Row): AlertInbound {
  return {
    ...row,
    kind: InboundKind.parse(row.kind),
    lastReceivedAt: row.lastReceivedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  }
}
