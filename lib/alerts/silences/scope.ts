/** Which alerts are meant: each field that is not null must match, all null means every alert. */
export type AlertScope = { rule: string | null; source: string | null; fingerprint?: string | null }

/** What of an alert decides whether it is meant. */
export type AlertIdentity = { rule: string; source: string; fingerprint: string }

export function isMeant(scope: AlertScope, alert: AlertIdentity): boolean {
  const agrees = (wanted: string | null | undefined, found: string) => (wanted ?? found) === found
  return (
    agrees(scope.rule, alert.rule) && agrees(scope.source, alert.source) && agrees(scope.fingerprint, alert.fingerprint)
  )
}

/** The scope in the middle of a sentence: "all alerts", "alerts of error-rate from billing". */
export function scopeWords({ rule, source, fingerprint }: AlertScope): string {
  if (fingerprint != null) return `the alert ${fingerprint}${rule === null ? '' : ` of ${rule}`}`
  if (rule === null && source === null) return 'all alerts'
  return `alerts${rule === null ? '' : ` of ${rule}`}${source === null ? '' : ` from ${source}`}`
}
