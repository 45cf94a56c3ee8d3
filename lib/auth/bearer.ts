/** The token of `Authorization: Bearer …` (RFC 6750 §2.1), or undefined when there is no such header. */
export function bearerOf(request: Pick<Request, 'headers'>): string | undefined {
  const [, token] = /^bearer +(\S+) *$/i.exec(request.headers.get('authorization') ?? '') ?? []
  return token
}
