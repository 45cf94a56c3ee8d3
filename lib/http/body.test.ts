import { describe, expect, it } from 'vitest'
import { AppError } from '../errors'
import { readJsonBody } from './body'

function post(body: BodyInit, type = 'application/json', headers: Record<string, string> = {}): Request {
  return new Request('http://localhost/x', { method: 'POST', body, headers: { 'content-type': type, ...headers } })
}

async function refusal(request: Request): Promise<{ status: number; pointers: string[] }> {
  try {
    await readJsonBody(request)
  } catch (error) {
    if (error instanceof AppError)
      return { status: error.status, pointers: error.problems.map((problem) => problem.pointer) }
    throw error
  }
  throw new Error('the body was taken')
}

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`

describe('a JSON body', () => {
  it('is read with its media type’s parameters', async () => {
    expect(await readJsonBody(post('{"a":"ä"}', 'application/json; charset=utf-8'))).toEqual({ a: 'ä' })
  })

  it('may have twenty levels, not twenty-one, and brackets in strings are no levels', async () => {
    await expect(readJsonBody(post(nested(20)))).resolves.toBeDefined()
    expect((await refusal(post(nested(21)))).status).toBe(422)
    expect((await refusal(post(nested(100_000)))).status).toBe(422)
    await expect(readJsonBody(post(JSON.stringify({ text: `\\"${'['.repeat(99)}` })))).resolves.toBeDefined()
  })

  it.each([
    ['half a document', '{', 400],
    ['nothing', '', 400],
    ['blanks', '  ', 400],
    ['no JSON', 'name=x', 400],
    ['bytes that are not UTF-8', new Uint8Array([0x22, 0xff, 0x22]), 400],
  ])('is refused when it is %s', async (_, body, status) => {
    expect((await refusal(post(body))).status).toBe(status)
  })

  it('is refused with the place of what cannot be stored', async () => {
    expect(await refusal(post('{"list":[1,"a\\u0000b"]}'))).toEqual({ status: 422, pointers: ['/list/1'] })
    expect(await refusal(post('{"a/b":{"half":"\\ud800"}}'))).toEqual({ status: 422, pointers: ['/a~1b/half'] })
    expect(await refusal(post('{"n":1e400}'))).toEqual({ status: 422, pointers: ['/n'] })
    expect((await refusal(post('{"a\\u0000":1}'))).status).toBe(422)
  })

  it('is refused when it is another media type', async () => {
    expect((await refusal(post('{}', 'text/plain'))).status).toBe(415)
    expect((await refusal(post('{}', 'application/jsonp'))).status).toBe(415)
  })

  it('is refused above 1 MiB, also when it does not say how long it is', async () => {
    const most = JSON.stringify('x'.repeat(1024 * 1024 - 2))
    await expect(readJsonBody(post(most))).resolves.toBeDefined()
    expect((await refusal(post(JSON.stringify('x'.repeat(1024 * 1024 - 1))))).status).toBe(413)
    let pulled = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled += 1
        controller.enqueue(new Uint8Array(64 * 1024).fill(0x20))
      },
    })
    const request = new Request('http://localhost/x', {
      method: 'POST',
      body: endless,
      headers: { 'content-type': 'application/json' },
      duplex: 'half',
    } as RequestInit)
    expect((await refusal(request)).status).toBe(413)
    expect(pulled).toBeLessThan(20)
  })
})
