/** What came back. */
export type Answer = { status: number; text: string; headers: Headers }

/** Somebody with a browser or a program: requests to one Daybook under the same headers. */
export class Caller {
  readonly #address: string
  readonly #headers: Record<string, string>

  constructor(address: string, headers: Record<string, string> = {}) {
    this.#address = address
    this.#headers = headers
  }

  async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const isText = typeof body === 'string'
    const answer = await fetch(this.#address + path, {
      method,
      headers: {
        ...this.#headers,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
      redirect: 'manual',
      signal: AbortSignal.timeout(30_000),
    })
    return { status: answer.status, text: await answer.text(), headers: answer.headers }
  }

  /** The answer to what has to succeed. */
  async must<T = { id: string }>(method: string, path: string, body?: unknown, headers = {}): Promise<T> {
    const { status, text } = await this.ask(method, path, body, headers)
    if (status >= 300) throw new Error(`${method} ${path} was answered ${status}: ${text.slice(0, 300)}`)
    return JSON.parse(text)
  }
}
