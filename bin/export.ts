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
 * read first, so that the file holds every event it covers. A span of time has none: no checkpoint is over a part.
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
  // Of an export that this one replaces.
  await rm(`${file}.checkpoint`, { force: true })
  say(`Written: ${file}`)
  if (span.from || span.to)
    say('A part of the trail cannot be verified by itself; prove its events one by one, or export everything.')
  else if (checkpoint) await keepCheckpoint(file, checkpoint)
  return 0
}

async function keepCheckpoint(file: string, { note, size }: { note: string; size: number }): Promise<void> {
  await writeFile(`${file}.checkpoint`, note)
  say(`Written: ${file}.checkpoint, over ${size} events`)
  const key = formatVerifierKey(checkpointVerifier())
  say(`Verify with: npx daybook verify --export ${file} --checkpoint ${file}.checkpoint --key ${key}`)
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
