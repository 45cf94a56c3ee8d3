import type { ExportedEvent } from './exported-event'

/**
 * One event as a line of JSON, as the API shows it, with its evidence. JSON values stand as they are stored. Contents that
 * hold a secret stand redacted under `evidence.redacted`, because what was hashed cannot be worked out from them.
 */
export function ndjsonLine({ event: shown, json, isRedacted, evidence }: ExportedEvent): string {
  const { erasedAt: _, ...event } = shown
  if (!isRedacted) return `${withJson({ ...event, evidence }, json)}\n`
  const { description, errorMessage, errorStack } = event
  const redacted = withJson({ description, errorMessage, errorStack }, json)
  const empty = { description: '', errorMessage: null, errorStack: null }
  const line = withJson({ ...event, ...empty }, { before: null, after: null, metadata: null })
  return `${open(line)},"evidence":${open(JSON.stringify(evidence))},"redacted":${redacted}}}\n`
}

/** The object with values that are JSON text already. */
function withJson(object: object, { before, after, metadata }: ExportedEvent['json']): string {
  return `${open(JSON.stringify(object))},"before":${before},"after":${after},"metadata":${metadata}}`
}

/** An object's text without its last brace. */
const open = (json: string) => json.slice(0, -1)
