/** Paths whose noun is not the first part after `/api`. */
const tagOfPath: [RegExp, string][] = [
  [/^\/(health|ready|metrics)$|^\/api\/(health|ping)$|^\/api\/system\/health/, 'Health'],
  [/^\/api\/(system|admin)\/audit/, 'Audit logs'],
  [/^\/api\/auth\//, 'Sign-in'],
  [/^\/openapi\.json$/, 'This document'],
  [/^\/api\/api-keys/, 'API keys'],
  [/^\/api\/slos/, 'Service levels'],
]

/** The noun under which a path stands: "Alert channels" for /api/alert-channels/[id]. */
export function tagOf(path: string): string {
  const known = tagOfPath.find(([pattern]) => pattern.test(path))
  if (known) return known[1]
  const noun = (path.replace(/^\/api\//, '/').split('/')[1] ?? '').replaceAll('-', ' ')
  return noun.charAt(0).toUpperCase() + noun.slice(1)
}

/** Where only the beginning `/api` tells two addresses apart. */
const idOfPath: Record<string, string> = { '/health': 'Liveness', '/ready': 'Readiness' }

/** A name made of method and path alone, so that it stays the same as long as the address does. */
export function operationIdOf(method: string, path: string): string {
  const words = (idOfPath[path] ?? path)
    .replace(/^\/api\//, '/')
    .replaceAll(/\[(?:\.\.\.)?(\w+)\]/g, 'by-$1')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}

/** `/api/leads/[id]` as OpenAPI writes it: `/api/leads/{id}`. */
export function openApiPath(path: string): string {
  return path.replaceAll(/\[(\w+)\]/g, '{$1}')
}
