import { afterEach, describe, expect, it, vi } from 'vitest'
import { type ExportProgress, exportAddress, readExport } from './export-file'
import type { ActivityFilters } from './filters'

afterEach(() => vi.unstubAllGlobals())

const headers = {
  'x-request-id': 'request-1',
  'x-total-count': '3',
  'x-total-is-capped': 'false',
  'content-disposition': 'attachment; filename="daybook-audit-20261121T033000Z.ndjson"',
}

/** An answer in pieces; it breaks after them when told so. */
function answerWith(pieces: string[], { breaks = false }: { breaks?: boolean } = {}) {
  const left = [...pieces]
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const piece = left.shift()
      if (piece !== undefined) controller.enqueue(new TextEncoder().encode(piece))
      else if (breaks) controller.error(new TypeError('network error'))
      else controller.close()
    },
  })
  vi.stubGlobal('fetch', async () => new Response(body, { headers }))
}

function read(signal = new AbortController().signal) {
  const told: ExportProgress[] = []
  const file = readExport('/export', 'ndjson', { signal, onProgress: (progress) => told.push(progress) })
  return { told, file }
}

describe('an export', () => {
  it('comes whole, with its progress and its name', async () => {
    answerWith(['{}\n', '{}\n{', '}\n'])
    const { told, file } = read()
    const { name, rows, file: blob } = await file
    expect([name, rows, await blob.text()]).toEqual(['daybook-audit-20261121T033000Z.ndjson', 3, '{}\n{}\n{}\n'])
    expect(told).toEqual([1, 2, 3].map((each) => ({ rows: each, total: 3 })))
  })

  it.each([
    ['whose connection breaks', { breaks: true }],
    ['that ends before it is whole', {}],
  ])('%s is not handed out, and tells how far it came and under which id', async (_, how) => {
    answerWith(['{}\n{}\n{'], how)
    await expect(read().file).rejects.toMatchObject({
      message: 'The export broke off after 2 of 3 events. Nothing was saved.',
      requestId: 'request-1',
    })
  })

  it('that is refused says why', async () => {
    const detail = 'The export could not be recorded in the trail, so it was refused.'
    vi.stubGlobal('fetch', async () => Response.json({ detail }, { status: 503, headers }))
    await expect(read().file).rejects.toMatchObject({ message: detail, status: 503, requestId: 'request-1' })
  })

  it('that is called off is no failure of the server', async () => {
    const stop = new AbortController()
    vi.stubGlobal('fetch', async () => {
      stop.abort()
      throw stop.signal.reason
    })
    await expect(read(stop.signal).file).rejects.toMatchObject({ name: 'AbortError' })
  })
})

it('asks for what the feed shows', () => {
  const filters: ActivityFilters = {
    view: 'errors',
    search: 'ada',
    within: '1h',
    action: '',
    source: '',
    actorUserId: '',
    requestId: '',
    correlationId: '',
  }
  expect(exportAddress(filters, 'csv', Date.parse('2026-11-20T12:00:00Z'))).toBe(
    '/api/audit-logs/export?severity=WARNING%2CERROR%2CCRITICAL&dateFrom=2026-11-20T11%3A00%3A00.000Z&search=ada&format=csv',
  )
})
