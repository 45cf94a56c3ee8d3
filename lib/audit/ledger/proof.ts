import { minuteMs, secondMs, systemClock } from '../../clock'
import { getPool } from '../../db'
import { AppError } from '../../errors'
import { type Checkpoint, findLatestCheckpoint } from './checkpoint'
import { bodyHashOf, eventSaltBytes, leafData } from './leaf'
import { hashLeaf } from './merkle'
import { inclusionProof, verifyInclusion } from './merkle-proof'
import { bodyOf, type StoredEvent } from './stored-event'
import { tileReader } from './tiles'
import { formatProof } from './tlog-proof'
import { readSealed, type Sealed } from './verify/read-sealed'

/**
 * The `.tlog-proof` of an event against the newest checkpoint. Its `extra` is the leaf's data worked out from the row
 * as it is stored now, and was checked. Throws NOT_FOUND for an event that there is not or that is not what was sealed,
 * and CONFLICT with Retry-After for one that no checkpoint covers yet.
 */
export async function proveEvent(id: string, now: Date = systemClock()): Promise<string> {
  const seq = await findPlace(id)
  const checkpoint = await findLatestCheckpoint()
  if (seq === undefined || !checkpoint || seq >= checkpoint.size) throw await notCovered(id, seq, checkpoint, now)
  const [place] = await readSealed(getPool(), seq, seq + 1)
  if (!place?.event) throw new AppError('NOT_FOUND', 'This event was sealed but is not in the trail any more.')
  const hashes = await inclusionProof(tileReader(getPool()), seq, checkpoint.size)
  const extra = Buffer.from(leafOf(place.event, place))
  if (!verifyInclusion(hashLeaf(extra), seq, checkpoint.size, hashes, checkpoint.root))
    throw new AppError(
      'NOT_FOUND',
      'There is no proof of this event: it says something else than what was sealed. Somebody altered it; the evidence page says what to do.',
    )
  return formatProof({ index: seq, hashes, checkpoint: checkpoint.note, extra })
}

async function findPlace(id: string): Promise<number | undefined> {
  const { rows } = await getPool().query<{ seq: string }>({
    name: 'audit-place',
    text: 'SELECT "seq"::text FROM "AuditLeaf" WHERE "id" = $1',
    values: [id],
  })
  return rows[0] && Number(rows[0].seq)
}

/** A row whose salt was taken away gets another one, which makes it a changed row. */
function leafOf(event: StoredEvent, { salt, erased }: Sealed): string {
  return leafData(event.id, event.recordedAt, bodyHashOf(bodyOf(event), salt ?? Buffer.alloc(eventSaltBytes), erased))
}

/** Why there is no proof: no such event, or one that is too new. */
async function notCovered(
  id: string,
  seq: number | undefined,
  checkpoint: Checkpoint | null,
  now: Date,
): Promise<AppError> {
  if (seq === undefined && !(await isWaiting(id))) return new AppError('NOT_FOUND', 'There is no event with this id.')
  const dueMs = (checkpoint?.createdAt.getTime() ?? 0) + minuteMs - now.getTime()
  const seconds = Math.max(2, Math.ceil(dueMs / secondMs) + 1)
  return new AppError(
    'CONFLICT',
    'This event is not covered by a signed checkpoint yet. One is signed every minute; please try again shortly.',
    { headers: { 'retry-after': String(Math.min(60, seconds)) } },
  )
}

async function isWaiting(id: string): Promise<boolean> {
  const { rowCount } = await getPool().query('SELECT FROM "AuditLog" WHERE "id" = $1', [id])
  return rowCount === 1
}
