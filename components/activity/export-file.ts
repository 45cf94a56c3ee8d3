import { counted } from '@/components/ui/words'
import { fileError, fileNameOf, requestFile } from './file-download'
import { type ActivityFilters, searchParamsOf } from './filters'
import { type ExportFormat, rowCounter } from './row-counter'

const number = new Intl.NumberFormat('en')

/** Where the export of a feed is. `nowMs` is the moment from which "the last hour" counts. */
export function exportAddress(filters: ActivityFilters, format: ExportFormat, nowMs: number): string {
  const params = searchParamsOf(filters, nowMs)
  params.set('format', format)
  return `/api/audit-logs/export?${params}`
}

export interface ExportProgress {
  rows: number
  /** 0 while it is not known. */
  total: number
}

/** "1,200 of 5,000 events". */
export function progressWords({ rows, total }: ExportProgress): string {
  return total > 0 ? `${number.format(rows)} of ${counted(total, 'event')}` : counted(rows, 'event')
}

export interface ExportedFile {
  file: Blob
  name: string
  rows: number
}

/**
 * Reads an export into memory, telling how far it is. Throws ApiError when it is refused or does not come whole: half a
 * file is never handed out.
 */
export async function readExport(
  address: string,
  format: ExportFormat,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (progress: ExportProgress) => void },
): Promise<ExportedFile> {
  const response = await requestFile(address, signal)
  const total = response.headers.get('x-total-is-capped') === 'true' ? 0 : Number(response.headers.get('x-total-count'))
  const countRows = rowCounter(format)
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let rows = 0
  const brokenOff = () =>
    fileError(response, `The export broke off after ${progressWords({ rows, total })}. Nothing was saved.`)
  try {
    // `for await` over a stream of bytes is not in every browser yet.
    const reader = response.body?.getReader()
    for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
      pieces.push(read.value)
      rows = countRows(read.value)
      onProgress({ rows, total })
    }
  } catch (cause) {
    if (signal.aborted) throw cause
    throw brokenOff()
  }
  // Events may be added while it is read, never fewer come than were announced.
  if (rows < total) throw brokenOff()
  const type = response.headers.get('content-type') ?? 'application/octet-stream'
  return { file: new Blob(pieces, { type }), name: fileNameOf(response, `daybook-audit.${format}`), rows }
}
