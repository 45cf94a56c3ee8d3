import { type Context, runInContext } from '../../context'
import { classifyDbError } from '../../db'
import { logger } from '../../logger'
import type { AuditExportQuery } from '../contract'
import { byteStream } from '../stream/byte-stream'
import { exportTrail } from './export-trail'

const mediaTypes = { csv: 'text/csv; charset=utf-8', ndjson: 'application/x-ndjson' }

/**
 * The answer that carries an export. `X-Total-Count` says how many events are to come, `X-Total-Is-Capped` whether they
 * may be more. What goes wrong after the first byte breaks the connection. HEAD takes nothing out and records nothing.
 */
export async function exportResponse(ctx: Context, query: AuditExportQuery, request: Request): Promise<Response> {
  const over = new AbortController()
  const signal = AbortSignal.any([request.signal, over.signal])
  const { total, isCapped, begin } = await exportTrail(ctx, query, signal)
  const headers = {
    'content-type': mediaTypes[query.format],
    'content-disposition': `attachment; filename="${fileName(ctx, query)}"`,
    'cache-control': 'no-store',
    'x-total-count': String(total),
    'x-total-is-capped': String(isCapped),
  }
  if (request.method === 'HEAD') return new Response(null, { headers })
  const onFailure = (error: unknown) => {
    if (signal.aborted) return
    // The body is made outside of the request's context.
    runInContext(ctx, () => logger.error('AUDIT_EXPORT_BROKE', { code: classifyDbError(error)?.logCode, error }))
  }
  return new Response(byteStream(await begin(), { onEnd: () => over.abort(), onFailure }), { headers })
}

/** As `daybook-audit-20261121T033000Z.csv`, which every file system takes. */
function fileName(ctx: Context, { format, archive }: AuditExportQuery): string {
  const at = ctx.now().toISOString().slice(0, 19).replaceAll(/[-:]/g, '')
  return `daybook-audit-${archive ? 'archive-' : ''}${at}Z.${format}`
}
