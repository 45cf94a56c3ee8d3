/** What makes two findings of a rule the same trouble: the system, and the rule's own subject where it has one. */
export function fingerprintOf({ source, subject }: { source: string; subject?: string | undefined }): string {
  return (subject === undefined ? source : `${source}|${subject}`).slice(0, 400).toWellFormed()
}
