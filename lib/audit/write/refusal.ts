import type { AuditRow } from './row'

/** A row that PostgreSQL does not take for what is in it, and what it said. */
export type Refusal = { row: AuditRow; error: unknown }

/** The five characters PostgreSQL answered; undefined for a failure of the connection or of ours. */
export function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined
  return /^[0-9A-Z]{5}$/.test(error.code) && 'severity' in error ? error.code : undefined
}

/**
 * Whether the same rows would be refused again: wrong data, constraints, limits of size, an exception raised by a
 * trigger (PostgreSQL's appendix A, classes 21 22 23 44 54 P0). Everything else may pass later.
 */
export function isAboutContent(error: unknown): boolean {
  return /^(21|22|23|44|54|P0)/.test(sqlState(error) ?? '')
}
