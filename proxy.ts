import { type NextRequest, NextResponse } from 'next/server'
import { browserDsn } from './lib/browser-sentry'

const sessionCookie = /^(__Secure-)?next-auth\.session-token(\.0)?$/

const maxNext = 2_000

/**
 * Sends strangers to the sign-in page and gives every page its Content-Security-Policy nonce. It only looks
 * whether there is a cookie: who somebody is and what they may do is decided by each page and route itself.
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl
  const isStranger = !request.cookies.getAll().some(({ name }) => sessionCookie.test(name))
  if (pathname.startsWith('/dashboard') && isStranger) {
    const target = new URL('/sign-in', request.url)
    // Longer than any address of ours: clients refuse an answer whose headers are too large.
    if (pathname.length + search.length <= maxNext) target.searchParams.set('next', pathname + search)
    return NextResponse.redirect(target)
  }
  const nonce = Buffer.from(crypto.randomUUID()).toString('base64')
  const policy = [
    contentSecurityPolicy(nonce, process.env.NODE_ENV === 'development', browserDsn()),
    // ReDoc makes its search index in a worker of its own code.
    ...(pathname === '/docs/redoc' ? ["worker-src 'self' blob:"] : []),
  ].join('; ')
  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  headers.set('content-security-policy', policy)
  // Layouts are not told the address; the dashboard's one sends people back to it after signing in.
  headers.set('x-daybook-address', pathname + search)
  const response = NextResponse.next({ request: { headers } })
  response.headers.set('content-security-policy', policy)
  return response
}

/** Scripts only from us and only with this answer's nonce. Styles may be inline: charts position with them. */
function contentSecurityPolicy(nonce: string, isDevelopment: boolean, sentryDsn: string | undefined): string {
  const reportsTo = sentryDsn ? ` ${new URL(sentryDsn).origin}` : ''
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${reportsTo}`,
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')
}

export const config = {
  // Pages only: routes make their own ids and headers, files need none. An address that looks like a file and is none ends with
  // the page that says so, which is a page like any other.
  matcher: [
    '/((?!api(?:/|$)|_next/(?:static|image)(?:/|$)|health$|ready$|metrics$|openapi\\.json$|api-docs/(?:redoc|swagger-ui)\\.(?:js|css)$|icon\\.svg$).*)',
  ],
}
