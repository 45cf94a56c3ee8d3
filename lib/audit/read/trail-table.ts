/** Where events stand: the trail, or the months that left it. The only two names that may enter the text of a query. */
export type TrailTable = 'AuditLog' | 'audit_log_archive'

/** The table that a reader asks for. */
export function trailTable(archive: boolean | undefined): TrailTable {
  return archive ? 'audit_log_archive' : 'AuditLog'
}
