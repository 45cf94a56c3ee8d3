import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { commandLine, runningPids, workingFolder } from '../lib/db/process-mark'
import { App } from './app'
import { checkTrail } from './check-trail'
import { Ledger, type Mix, usualMix } from './ledger'
import type { OwnWorld } from './own-world'
import { ledgerFigures, number, type Report, spread } from './report'
import { untilDrained, untilMore } from './until'

/** All processes at once, the first one, or one that serves an app, whereupon PostgreSQL starts itself again. */
type Victim = 'all' | 'first' | 'backend'

export type KillDbForm = {
  victims: readonly Victim[]
  /** Work between two kills, and how long the server stays away at most. */
  peaceMs: number
  awayMs: number
  /** Orders under way at once, in each of two apps. */
  callers: number
  /** Goes on killing until so many are acknowledged. */
  acknowledged?: number
  mix?: Mix
}

export const killDbForms = {
  short: { victims: ['all', 'backend'], peaceMs: 700, awayMs: 300, callers: 8 },
  long: {
    victims: Array.from({ length: 8 }, () => ['all', 'first', 'backend'] as const).flat(),
    peaceMs: 4_000,
    awayMs: 3_000,
    callers: 64,
  },
} satisfies Record<string, KillDbForm>

const apps = 2
const backLimitMs = 10_000

/** Kills PostgreSQL under load, brings it back and compares. The apps live on. */
export async function killDb(world: OwnWorld, form: KillDbForm, mutant?: string): Promise<Report> {
  // So that nothing but a commit that waits for it brings anything to the disk.
  await world.query(`ALTER SYSTEM SET wal_writer_delay = '10s'`)
  await world.query(`ALTER SYSTEM SET wal_writer_flush_after = '1GB'`)
  await world.query('SELECT pg_reload_conf()')
  const ledger = new Ledger(form.mix ?? usualMix)
  const all = Array.from({ length: apps }, () => new App(world, ledger, { mutant, callers: form.callers }))
  const problems: string[] = []
  const [backMs, firstMs]: [number[], number[]] = [[], []]
  try {
    for (const app of all) app.feed()
    for (const victim of form.victims) {
      await untilMore(ledger, 'database')
      await sleep(form.peaceMs * (0.5 + Math.random()))
      const killedMs = performance.now()
      await kill(world, victim)
      await sleep(Math.random() * form.awayMs)
      await bringBack(world, victim)
      backMs.push(performance.now() - killedMs)
      firstMs.push(await untilMore(ledger, 'database'))
    }
    for (const app of all) app.feed(false)
    const drainedMs = await untilDrained(all)
    if (drainedMs > 30_000) problems.push('Events were still spooled 30 s after the end')
    await Promise.all(all.map((app) => app.stop()))
  } finally {
    await Promise.all(all.map((app) => app.kill()))
  }
  for (const app of all) {
    const { code, signal } = await app.ended
    if (code !== 0) problems.push(`An app ended by itself (${signal ?? code})`)
    problems.push(...app.unhandled.slice(0, 3).map((one) => `Not caught: ${one}`))
  }
  const late = firstMs.filter((ms) => ms > backLimitMs)
  if (late.length > 0) problems.push(`${late.length} times the first commit came later than 10 s after the return`)
  const check = await checkTrail(world, ledger)
  return {
    figures: [
      ['kills', `${number(form.victims.length)}: ${countsOf(form.victims)}`],
      ...ledgerFigures(ledger, check),
      ['away', spread(backMs)],
      ['first commit', `${spread(firstMs)} after its return`],
    ],
    problems: [...problems, ...check.problems],
  }
}

const countsOf = (victims: readonly Victim[]): string =>
  [...Map.groupBy(victims, (victim) => victim)]
    .map(([victim, { length }]) => `${length} ${victimWords[victim]}`)
    .join(', ')

const victimWords: Record<Victim, string> = {
  all: 'of all its processes',
  first: 'of its first process',
  backend: 'of one that serves an app',
}

async function kill(world: OwnWorld, victim: Victim): Promise<void> {
  for (const pid of await pidsOf(world, victim)) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // Ended between two looks.
    }
  }
}

async function pidsOf({ dataFolder, query }: OwnWorld, victim: Victim): Promise<number[]> {
  if (victim === 'all')
    return runningPids().filter((pid) => workingFolder(pid) === dataFolder && commandLine(pid).includes('postgres'))
  if (victim === 'first') return [Number(readFileSync(join(dataFolder, 'postmaster.pid'), 'utf8').split('\n')[0])]
  const rows = await query<{ pid: number }>(
    `SELECT pid FROM pg_stat_activity WHERE application_name = 'daybook' ORDER BY state = 'active' DESC, random() LIMIT 1`,
  )
  return rows.map(({ pid }) => pid)
}

async function bringBack(world: OwnWorld, victim: Victim): Promise<void> {
  const deadline = Date.now() + 60_000
  while (Date.now() < deadline) {
    try {
      if (victim !== 'backend') await world.cluster.revive()
      await world.query('SELECT 1')
      return
    } catch {
      await sleep(50)
    }
  }
  throw new Error('The database did not come back within 60 s')
}
