import { randomUUID } from 'node:crypto'
import type { Staff } from './school'
import type { Call } from './task'

/** An answer of the HTTP interface; `body` is undefined when it is no JSON object. */
export type Answer = { status: number; body: Record<string, unknown> | undefined }

/** Nobody answers at the address, or stopped doing so. */
export class NoAnswer extends Error {}

const timeoutMs = 20_000

/** A member of the staff at a browser: keeps cookies and knows nothing but the public HTTP interface. */
export class Browser {
  readonly #cookies = new Map<string, string>()
  readonly #base: URL
  readonly #userAgent: string

  constructor(base: URL, { userAgent }: Pick<Staff, 'userAgent'>) {
    this.#base = base
    this.#userAgent = userAgent
  }

  /** Answers the status: 200 signed in, 401 wrong, 429 locked. */
  signIn(email: string, password: string): Promise<number> {
    return this.#sendForm('/api/auth/callback/credentials', { email, password })
  }

  signOut(): Promise<number> {
    return this.#sendForm('/api/auth/signout', {})
  }

  get(path: string): Promise<Answer> {
    return this.#send('GET', path)
  }

  do({ method, path, body, idempotent }: Call): Promise<Answer> {
    return this.#send(method, path, body, idempotent ? { 'idempotency-key': randomUUID() } : {})
  }

  async #sendForm(path: string, fields: Record<string, string>): Promise<number> {
    const { body } = await this.#send('GET', '/api/auth/csrf')
    const csrfToken = typeof body?.csrfToken === 'string' ? body.csrfToken : ''
    return (await this.#send('POST', path, new URLSearchParams({ ...fields, csrfToken, json: 'true' }))).status
  }

  async #send(method: string, path: string, body?: object, more: Record<string, string> = {}): Promise<Answer> {
    const isForm = body instanceof URLSearchParams
    const headers: Record<string, string> = { 'user-agent': this.#userAgent, accept: 'application/json', ...more }
    if (this.#cookies.size > 0)
      headers.cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    if (body && !isForm) headers['content-type'] = 'application/json'
    const content = body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }
    const signal = AbortSignal.timeout(timeoutMs)
    try {
      const response = await fetch(new URL(path, this.#base), {
        method,
        headers,
        redirect: 'manual',
        signal,
        ...content,
      })
      this.#keepCookies(response)
      return { status: response.status, body: objectIn(await response.text()) }
    } catch (cause) {
      throw new NoAnswer(`${this.#base.origin} does not answer`, { cause })
    }
  }

  #keepCookies(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      const [name, value] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()]
      if (value === '' || /;\s*max-age=0/i.test(line)) this.#cookies.delete(name)
      else this.#cookies.set(name, value)
    }
  }
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const parsed: unknown = JSON.parse(text)
    return parsed !== null && typeof parsed === 'object' ? Object.fromEntries(Object.entries(parsed)) : undefined
  } catch {
    // An HTML page or nothing: whoever needs more looks at the status.
    return undefined
  }
}
