import type { Order } from './id-range'

/** Which part of the matching events, in their order: after `skip` of them, behind the cursor. */
export type Part = { order: Order; limit: number; skip?: number; cursor?: string | undefined }

/** `nextCursor` is null at the end; before that a page may be shorter than its limit when a search takes long. */
export type FoundPage = { ids: string[]; nextCursor: string | null }
export type Total = { total: number; isCapped: boolean }
