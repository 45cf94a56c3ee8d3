import { AppError } from '../errors'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses a change that a page of another origin asks a signed-in browser to make. Second line after
 * SameSite=Lax cookies; programs send neither header and pass.
 */
export function refuseForeignOrigin(request: Request): void {
  if (safeMethods.has(request.method)) return
  const site = request.headers.get('sec-fetch-site')
  const origin = request.headers.get('origin')
  const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host')
  const isForeign =
    site !== null ? site !== 'same-origin' && site !== 'none' : origin !== null && hostOf(origin) !== host
  if (isForeign) throw new AppError('FORBIDDEN', 'This change was asked for by a page of another site.')
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null
}
