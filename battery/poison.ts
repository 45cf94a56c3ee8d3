import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AuditRow } from '../lib/audit/write/row'
import { spoolFolder } from '../lib/audit/write/spool-folder'
import { env } from '../lib/env'
import { openTcpProxy, type TcpProxy } from '../lib/testing/tcp-proxy'
import { App } from './app'
import { checkTrail } from './check-trail'
import { Ledger } from './ledger'
import type { Answer } from './orders'
import { ledgerFigures, number, type Report } from './report'
import { untilDrained } from './until'
import type { World } from './world'

/**
 * What PostgreSQL refuses for its content. `buildAuditRow` lets none of it through, so the rows are spoilt by hand: this is
 * for the day when it has a hole, or an older version wrote a spool.
 */
const poisons: Record<string, (row: AuditRow) => AuditRow> = {
  'NUL in text': (row) => ({ ...row, userName: 'a\0b' }),
  'NUL in JSON': (row) => ({ ...row, metadata: { text: 'a\0b' } }),
  'half a surrogate pair in JSON': (row) => ({ ...row, after: { text: '\ud800' } }),
  'an unknown severity': (row) => ({ ...row, severity: 'FATAL' as AuditRow['severity'] }),
  'no action': (row) => ({ ...row, action: null as unknown as string }),
  'an id too long for its index': (row) => ({ ...row, userId: randomBytes(9_000).toString('hex') }),
  'a trigger that objects': (row) => ({ ...row, path: '/poison' }),
}

export type PoisonForm = { rounds: number; group: number; kinds: readonly string[] }

const all = Object.keys(poisons)
export const poisonForms = {
  short: { rounds: 1, group: 200, kinds: all },
  long: { rounds: 30, group: 200, kinds: all },
} satisfies Record<string, PoisonForm>

/** One bad event among 200 that are written together, straight and by way of the spool: it alone is refused. */
export async function poison(world: World, form: PoisonForm, mutant?: string): Promise<Report> {
  await objectToPoison(world)
  const proxy = await openTcpProxy(env().DATABASE_URL ?? '')
  const ledger = new Ledger()
  const app = new App(world, ledger, { url: proxy.url, mutant })
  const problems: string[] = []
  let groups = 0
  try {
    for (let round = 0; round < form.rounds; round += 1)
      for (const kind of form.kinds) {
        const straight = new Group(kind, form.group, ledger)
        problems.push(...(await straight.write(app)))
        const spooled = new Group(kind, form.group, ledger)
        problems.push(...(await spooled.writeByWayOfTheSpool(app, proxy)))
        groups += 2
      }
    await app.stop()
  } finally {
    await app.kill()
    await proxy.close()
  }
  const check = await checkTrail(world, ledger)
  return {
    figures: [
      ['groups', `${number(groups)} of ${form.group} events, one of each spoilt: ${form.kinds.join(', ')}`],
      ...ledgerFigures(ledger, check),
    ],
    problems: [...problems, ...app.unhandled.slice(0, 3).map((one) => `Not caught: ${one}`), ...check.problems],
  }
}

/** Stands for every rule of the database that an event may break. */
async function objectToPoison({ query }: World): Promise<void> {
  await query(`CREATE OR REPLACE FUNCTION battery_object() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'This event is poison'; END $$`)
  await query(`CREATE OR REPLACE TRIGGER battery_object BEFORE INSERT ON "AuditLog" FOR EACH ROW
    WHEN (NEW."path" = '/poison') EXECUTE FUNCTION battery_object()`)
}

class Group {
  readonly #kind: string
  readonly #rows: AuditRow[]
  readonly #bad: number
  readonly #ledger: Ledger

  constructor(kind: string, size: number, ledger: Ledger) {
    this.#kind = kind
    this.#ledger = ledger
    this.#bad = Math.floor(Math.random() * size)
    this.#rows = Array.from({ length: size }, (_, i) => {
      const row = ledger.eventOf(ledger.entries.length + i)
      return i === this.#bad ? (poisons[kind]?.(row) ?? row) : row
    })
  }

  /** All in one message, hence in one tick of the app and one batch of its writer. */
  async #give(app: App): Promise<(Answer | undefined)[]> {
    return app.askAll(this.#rows.map((row) => this.#ledger.orderOf(row)))
  }

  async write(app: App): Promise<string[]> {
    const answers = await this.#give(app)
    const wrong = answers.filter((answer, i) => storedOf(answer) !== (i === this.#bad ? 'log' : 'database'))
    return wrong.length > 0 ? [`${this.#kind}: ${wrong.length} of the group came to another end than they should`] : []
  }

  /** The replay sets the bad one aside, whole. */
  async writeByWayOfTheSpool(app: App, proxy: TcpProxy): Promise<string[]> {
    await proxy.cut()
    const answers = await this.#give(app)
    await proxy.restore()
    await untilDrained([app])
    const wrong = answers.filter((answer) => storedOf(answer) !== 'spool')
    const problems = wrong.length > 0 ? [`${this.#kind}: ${wrong.length} of the group were not spooled`] : []
    const bad = answers[this.#bad]
    if (bad) this.#ledger.setAside(bad.n)
    const aside = await readAside()
    const isKept = aside.includes(`"event":{"id":"${this.#rows[this.#bad]?.id}"`)
    return isKept ? problems : [...problems, `${this.#kind}: the bad event was not set aside`]
  }
}

const storedOf = (answer: Answer | undefined) => (answer && 'stored' in answer ? answer.stored : undefined)

async function readAside(): Promise<string> {
  const names = (await readdir(spoolFolder())).filter((name) => name.endsWith('.refused'))
  return (await Promise.all(names.map((name) => readFile(join(spoolFolder(), name), 'utf8')))).join('')
}
