import { createWriteStream } from 'node:fs'
import { rename, rm, writeFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { exportTrail } from '../lib/audit/export/export-trail'
import { findLatestCheckpoint } from '../lib/audit/ledger/checkpoint'
import { formatVerifierKey } from '../lib/audit/ledger/signed-note'
import { checkpointVerifier } from '../lib/audit/ledger/signing-key'
import { systemContext } from '../lib/context'
import { say } from './say'

/**
 * Writes the archive and the trail as NDJSON, whole or not at all, with the newest checkpoint beside it. The checkpoint is
 * read first, so that the file holds every event it covers (unless a span of time was asked for).
 */
export async function exportToFile(file: string, span: { from: Date | null; to: Date | null }): Promise<number> {
  const checkpoint = await findLatestCheckpoint()
  const part = `${file}.part`
  try {
    await pipeline(Readable.from(lines(span)), createWriteStream(part, { mode: 0o600 }))
    await rename(part, file)
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
  say(`Written: ${file}`)
  if (!checkpoint) return 0
  await writeFile(`${file}.checkpoint`, checkpoint.note)
  say(`Written: ${file}.checkpoint, over ${checkpoint.size} events`)
  if (span.from || span.to)
    say('A part of the trail cannot be verified by itself; prove its events one by one, or export everything.')
  else
    say(
      `Verify with: daybook verify --export ${file} --checkpoint ${file}.checkpoint --key ${formatVerifierKey(checkpointVerifier())}`,
    )
  return 0
}

async function* lines({ from, to }: { from: Date | null; to: Date | null }): AsyncGenerator<string> {
  const ctx = systemContext('command line')
  const dates = {
    ...(from && { dateFrom: from.toISOString() }),
    ...(to && { dateTo: to.toISOString() }),
  }
  for (const archive of [true, false]) {
    const { total, isCapped, begin } = await exportTrail(
      ctx,
      { format: 'ndjson', archive, ...dates },
      AbortSignal.any([]),
    )
    say(`  … ${archive ? 'archive' : 'trail'}: ${isCapped ? 'more than ' : ''}${total} events`)
    if (total > 0) yield* await begin()
  }
}
