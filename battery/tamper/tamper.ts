import { untilSealed } from '../../lib/audit/ledger/sealer'
import { checkpointVerifier } from '../../lib/audit/ledger/signing-key'
import { sentenceOf, verifyDatabase } from '../../lib/audit/ledger/verify/verify-database'
import { number, type Report, spread } from '../report'
import type { World } from '../world'
import type { Act, Place } from './act'
import {
  backDatedEvent,
  changedLeaf,
  copyInTheArchive,
  cutEnd,
  dropThatNobodyRecorded,
  emptiedPartition,
  holeInTheOrder,
  lostCheckpoint,
  movedTimes,
  rewrittenTree,
} from './acts'
import { changesOfRows } from './changes-of-rows'
import { makeTrail } from './make-trail'
import { dumpAndRestore, lookAt, type Target } from './restore'

/** `isBrief`: the first act only. */
export type TamperForm = { events: number; isBrief?: boolean }

export const tamperForms = {
  short: { events: 3_000 },
  long: { events: 200_000 },
} satisfies Record<string, TamperForm>

type Verify = typeof verifyDatabase

/**
 * Does to a trail what only the owner of its database can do, and looks whether verification finds each act where it was
 * done, and nothing where nothing was done: after VACUUM FULL and in a copy that was dumped and restored into `target`.
 */
export async function tamper(
  world: World,
  form: TamperForm,
  target: Target | undefined,
  verify: Verify = verifyDatabase,
): Promise<Report> {
  await makeTrail(world, form.events)
  const trail = new Trail(world, verify)
  await trail.expectWhole('before anything was done')
  const size = await trail.size()
  await trail.expectFound(await changesOfRows(world, await trail.somePlaces(10)))
  if (form.isBrief) return trail.report()
  await trail.expectFound(await emptiedPartition(world))
  await trail.expectFound(await changedLeaf(world, await trail.somePlace()))
  await trail.expectFound(await rewrittenTree(world, await trail.somePlace()))
  await trail.expectFound(await holeInTheOrder(world, await trail.somePlace()))
  await trail.expectFound(await backDatedEvent(world))
  await trail.expectFound(await copyInTheArchive(world, await trail.somePlace()))
  await trail.expectFound(await dropThatNobodyRecorded(world, await trail.somePlace()))
  await trail.expectFound(await movedTimes(world))
  await trail.expectFound(await lostCheckpoint(world))
  await trail.expectFound(await cutEnd(world, size, false))
  await trail.expectFound(await cutEnd(world, size, true))
  for (const table of ['AuditLog', 'AuditLeaf', 'AuditTile', 'AuditCheckpoint'])
    await world.query(`VACUUM FULL "${table}"`)
  await trail.expectWhole('after everything was put back, and VACUUM FULL')
  if (target) await trail.expectWholeElsewhere(target)
  return trail.report()
}

class Trail {
  readonly #world: World
  readonly #verify: Verify
  readonly #figures: Report['figures'] = []
  readonly #problems: string[] = []
  readonly #tookMs: number[] = []
  #alarms = 0

  constructor(world: World, verify: Verify) {
    this.#world = world
    this.#verify = verify
  }

  async size(): Promise<number> {
    const [row] = await this.#world.query<{ size: number }>('SELECT count(*)::int AS size FROM "AuditLeaf"')
    return row?.size ?? 0
  }

  async somePlace(): Promise<Place> {
    const [place] = await this.somePlaces(1)
    if (!place) throw new Error('The trail is empty')
    return place
  }

  /** Of the events that the battery made. */
  somePlaces(count: number): Promise<Place[]> {
    return this.#world.query<Place>(
      `SELECT l."seq"::int AS seq, l."id" FROM "AuditLeaf" l JOIN "AuditLog" e USING ("id")
        WHERE e."metadata" ? 'amountMinor' ORDER BY random() LIMIT ${count}`,
    )
  }

  async #look(outside: Act['outside'] = []) {
    const startedMs = performance.now()
    const result = await this.#verify({ verifier: checkpointVerifier(), outside })
    this.#tookMs.push(performance.now() - startedMs)
    return result
  }

  async expectFound(act: Act): Promise<void> {
    const { attack, query } = this.#world
    for (const [i, { table, where }] of act.keeps.entries())
      await query(`CREATE TABLE "kept_${i}" AS SELECT * FROM "${table}" WHERE ${where}`)
    await act.run()
    const result = await this.#look(act.outside)
    const wrong = act.judge(result)
    this.#figures.push([wrong ? 'MISSED' : 'found', `${act.name}: ${number(result.findingCount)} findings`])
    if (wrong) {
      const shown = result.findings.slice(0, 3).map((finding) => sentenceOf(finding))
      this.#problems.push([`${act.name}: ${wrong}`, ...shown].join('\n    '))
    }
    for (const [i, { table, where }] of act.keeps.entries()) {
      await attack(`DELETE FROM "${table}" WHERE ${where}`)
      await attack(`INSERT INTO "${table}" SELECT * FROM "kept_${i}"`)
      await query(`DROP TABLE "kept_${i}"`)
    }
    await act.undo?.()
  }

  async expectWhole(when: string): Promise<void> {
    const { findings, findingCount, size, checkpoints } = await this.#look()
    this.#figures.push([
      'whole',
      `${when}: ${number(size)} events, ${checkpoints} checkpoints, ${findingCount} findings`,
    ])
    this.#alarm(when, findingCount, findings[0] && sentenceOf(findings[0]))
  }

  async expectWholeElsewhere(target: Target): Promise<void> {
    await untilSealed()
    const { tables, rows } = await dumpAndRestore(this.#world, target)
    const { before, after } = await lookAt(target)
    const where = `in a copy, dumped and restored (${tables} tables, ${number(rows)} rows)`
    this.#figures.push(['whole', `${where}: ${number(before.size)} events, ${before.findings} findings`])
    this.#figures.push(['whole', `the copy with new events: ${number(after.size)} events, ${after.findings} findings`])
    for (const look of [before, after]) this.#alarm(where, look.findings, look.first ?? undefined)
    if (after.size <= before.size) this.#problems.push('New events were not sealed in the copy')
  }

  #alarm(when: string, count: number, first: string | undefined): void {
    this.#alarms += count
    if (count > 0) this.#problems.push(`False alarm ${when}: ${first}`)
  }

  report(): Report {
    const figures: Report['figures'] = [
      ...this.#figures,
      ['false alarms', number(this.#alarms)],
      ['verification', spread(this.#tookMs)],
    ]
    return { figures, problems: this.#problems }
  }
}
