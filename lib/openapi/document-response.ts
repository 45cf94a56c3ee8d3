import { createHash } from 'node:crypto'
import document from './document.json' with { type: 'json' }

const text = JSON.stringify(document)
const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`
const headers = { etag, 'cache-control': 'public, max-age=300' }

/** The OpenAPI document of this build; 304 for whoever has it already. */
export function documentResponse(request: Request): Response {
  const known = (request.headers.get('if-none-match') ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  if (known.includes(etag) || known.includes('*')) return new Response(null, { status: 304, headers })
  return new Response(text, { headers: { ...headers, 'content-type': 'application/json' } })
}
