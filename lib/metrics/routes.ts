/** What asks whether Daybook is well. Counted under their own names, but no part of what people wait for. */
export const probeRoutes: ReadonlySet<string> = new Set([
  '/health',
  '/ready',
  '/metrics',
  '/api/health',
  '/api/ping',
  '/api/system/health',
])

/** Requests whose route nobody knows, or beyond the number of routes that are told apart. */
export const otherRoute = 'other'
