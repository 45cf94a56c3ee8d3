import { readdir } from 'node:fs/promises'
import { bodyHashOf } from '../lib/audit/ledger/leaf'
import { untilSealed } from '../lib/audit/ledger/sealer'
import { checkpointVerifier } from '../lib/audit/ledger/signing-key'
import { bodyOf, type StoredEvent, storedEventColumns } from '../lib/audit/ledger/stored-event'
import { sentenceOf, verifyDatabase } from '../lib/audit/ledger/verify/verify-database'
import { spoolFolder } from '../lib/audit/write/spool-folder'
import type { Entry, Ledger } from './ledger'
import { expireLease, type World } from './world'

/** What the checkers found. Everything but the figures of the verification has to be empty or zero. */
export type TrailCheck = {
  lost: number
  doubled: number
  changed: number
  /** Refused, or never asked for, and there nevertheless. */
  unwanted: number
  problems: string[]
  verified: number
  checkpoints: number
}

const chunk = 5_000

/** Compares the ledger with the trail, and the trail with everything that is derived from it. No app may run. */
export async function checkTrail(world: World, ledger: Ledger): Promise<TrailCheck> {
  const events = await checkEvents(world, ledger)
  const leads = await checkLeads(world, ledger)
  const derived = await checkDerived(world)
  const sum = (key: 'lost' | 'doubled' | 'changed' | 'unwanted') => events[key] + leads[key]
  const counts = { lost: sum('lost'), doubled: sum('doubled'), changed: sum('changed'), unwanted: sum('unwanted') }
  const problems = [...events.problems, ...leads.problems, ...derived.problems, ...(await checkSpool())]
  return { ...counts, problems, verified: derived.verified, checkpoints: derived.checkpoints }
}

type Findings = Pick<TrailCheck, 'lost' | 'doubled' | 'changed' | 'unwanted' | 'problems'>
const nothing = (): Findings => ({ lost: 0, doubled: 0, changed: 0, unwanted: 0, problems: [] })

/** The first few are told one by one. */
function tell(found: Findings, kind: keyof Omit<Findings, 'problems'>, sentence: string): void {
  found[kind] += 1
  if (found[kind] <= 3) found.problems.push(sentence)
}

type Found = StoredEvent & { entityId: string; salt: Buffer | null }

/** Every event that was acknowledged is there once and says what it said; every refused one is absent. */
async function checkEvents(world: World, ledger: Ledger): Promise<Findings> {
  const found = nothing()
  const entries = ledger.entries.filter(({ kind }) => kind !== 'lead')
  for (let at = 0; at < entries.length; at += chunk) {
    const some = entries.slice(at, at + chunk)
    const rows = await world.query<Found>(
      `SELECT ${storedEventColumns('e')}, e."salt" FROM "AuditLog" AS e
        WHERE e."entityType" = $1 AND e."entityId" = ANY($2::text[])`,
      [ledger.tag, some.map(({ n }) => String(n))],
    )
    const byOrder = Map.groupBy(rows, ({ entityId }) => Number(entityId))
    for (const entry of some) compare(entry, byOrder.get(entry.n) ?? [], found)
  }
  return found
}

function compare(entry: Entry, rows: readonly Found[], found: Findings): void {
  const { n, outcome, stored, id } = entry
  const [row] = rows
  if (rows.length > 1) tell(found, 'doubled', `Order ${n} (${outcome}) is ${rows.length} times in the trail`)
  if (!row) {
    if (outcome === 'ok' && stored !== 'log')
      tell(found, 'lost', `Order ${n} was acknowledged (${stored}) and is not in the trail`)
    return
  }
  if (outcome === 'refused' || stored === 'log') tell(found, 'unwanted', `Order ${n} was refused and is in the trail`)
  else if (outcome === 'ok' && !rows.some((one) => one.id === id))
    tell(found, 'lost', `Order ${n} is in the trail under another id than ${id}`)
  else if (!isAsAsked(entry, row)) tell(found, 'changed', `Order ${n} says something else than what was asked`)
}

/** By the hash of what the driver made, worked out again from what is stored; `logSuccess` made its event itself. */
function isAsAsked({ n, bodyHash, kind }: Entry, row: Found): boolean {
  if (!row.salt) return false
  const hash = bodyHashOf(bodyOf(row), row.salt)
  if (!row.bodyHash?.equals(hash)) return false
  return kind === 'write' ? hash.toString('hex') === bodyHash : row.description === `Order ${n}`
}

/** A lead and its event are both there once, or neither is. */
async function checkLeads(world: World, ledger: Ledger): Promise<Findings> {
  const found = nothing()
  const rows = await world.query<{ name: string; leads: number; events: number }>(`
    SELECT "name", sum("lead")::int AS leads, sum("event")::int AS events FROM (
      SELECT "name", 1 AS "lead", 0 AS "event" FROM "Lead"
      UNION ALL SELECT "after"->>'name', 0, 1 FROM "AuditLog" WHERE "action" = 'LEAD_CREATED') AS t GROUP BY 1`)
  const byName = new Map(rows.map((row) => [row.name, row]))
  for (const { n, outcome } of ledger.entries.filter(({ kind }) => kind === 'lead')) {
    const { leads = 0, events = 0 } = byName.get(`${ledger.tag} ${n}`) ?? {}
    if (leads > 1 || events > 1) tell(found, 'doubled', `Lead ${n}: ${leads} rows, ${events} events`)
    else if (leads !== events) tell(found, 'lost', `Lead ${n}: ${leads} rows, but ${events} events`)
    else if (outcome === 'ok' && leads === 0) tell(found, 'lost', `Lead ${n} was acknowledged and is not there`)
    else if (outcome === 'refused' && leads > 0) tell(found, 'unwanted', `Lead ${n} was refused and is there`)
  }
  return found
}

/** Everything is sealed, verification finds nothing, and the statistics are the events counted. */
async function checkDerived(world: World): Promise<Pick<TrailCheck, 'problems' | 'verified' | 'checkpoints'>> {
  await expireLease(world)
  await untilSealed()
  const { size, checkpoints, findings, findingCount } = await verifyDatabase({ verifier: checkpointVerifier() })
  const [counts] = await world.query<Record<'events' | 'sealed' | 'unsealed' | 'minutes' | 'hours', number>>(`SELECT
    (SELECT count(*)::int FROM "AuditLog") AS events, (SELECT count(*)::int FROM "AuditLeaf") AS sealed,
    (SELECT count(*)::int FROM "AuditUnsealed") AS unsealed,
    (SELECT coalesce(sum("count"), 0)::int FROM "AuditMinute") AS minutes,
    (SELECT coalesce(sum("count"), 0)::int FROM "AuditHour") AS hours`)
  const problems = findings.slice(0, 5).map((finding) => `Verification: ${sentenceOf(finding)}`)
  if (findingCount > 5) problems.push(`Verification: ${findingCount} findings in all`)
  const { events = 0, sealed, unsealed, minutes, hours } = counts ?? {}
  if (size !== events) problems.push(`${size} events were verified, ${events} are in the trail`)
  if (sealed !== events || unsealed !== 0) problems.push(`${sealed} of ${events} events are sealed, ${unsealed} wait`)
  if (minutes !== events || hours !== events)
    problems.push(`The statistics count ${minutes} (minutes) and ${hours} (hours) of ${events} events`)
  return { problems, verified: size, checkpoints }
}

async function checkSpool(): Promise<string[]> {
  const names = (await readdir(spoolFolder()).catch(() => [])).filter((name) => name.endsWith('.spool'))
  return names.length > 0 ? [`The spool still has ${names.join(', ')}`] : []
}
