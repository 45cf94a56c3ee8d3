import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { untilSealed } from '../../audit/ledger/sealer'
import { hourMs, minuteMs } from '../../clock'
import { getDb } from '../../db'
import { scenarios } from '../../testing/alert-scenarios'
import { useDatabase } from '../../testing/database'
import { RuleField } from './contract'
import { rules } from './registry'
import type { Moment, Rule } from './rule'
import { readRunbook } from './runbook'
import { defaultsOf, fieldsOf } from './settings'

const db = useDatabase()
const root = join(import.meta.dirname, '../../..')
const noon = (hoursAgo: number) => new Date(Math.floor((Date.now() - hoursAgo * hourMs) / minuteMs) * minuteMs)

const settings = (rule: Rule) => rule.settings.parse({}) as never

/** What the rule finds at this moment: in the events of its minute, or in everything it looks at. */
async function findAt(
  rule: Rule,
  at: Date,
  source: string,
): Promise<{ source: string; subject: string | undefined }[]> {
  if (rule.kind === 'condition') {
    const findings = await rule.evaluate(getDb(), { now: at, settings: settings(rule) })
    return findings.filter((finding) => finding.source === source).map(({ subject }) => ({ source, subject }))
  }
  const events = await getDb().auditLog.findMany({
    where: { source, occurredAt: { gte: at, lt: new Date(at.getTime() + minuteMs) } },
  })
  return events.flatMap((event) => {
    const finding = rule.match(event, settings(rule))
    return finding ? [{ source: finding.source, subject: finding.subject }] : []
  })
}

async function momentsOf(rule: Rule, at: Date, source: string): Promise<Moment[]> {
  const range = { from: new Date(at.getTime() - hourMs), to: new Date(at.getTime() + minuteMs) }
  const moments = await rule.history(getDb(), { ...range, settings: settings(rule) })
  return moments.filter((moment) => moment.source === source)
}

describe.each(rules.map((rule) => [rule.name, rule] as const))('the rule %s', (name, rule) => {
  test('stands in a file of its name, with a runbook and a line in docs/alerts.md', async () => {
    expect(existsSync(join(import.meta.dirname, `${name}.ts`))).toBe(true)
    const runbook = readFileSync(join(root, 'docs/runbooks', `${name}.md`), 'utf8')
    expect(await readRunbook(name)).toBe(runbook)
    expect(runbook.split('\n').length).toBeLessThanOrEqual(41)
    for (const heading of ['What it means', 'Look first', 'Usual causes', 'What to do', 'Escalate'])
      expect(runbook).toContain(`## ${heading}`)
    expect(readFileSync(join(root, 'docs/alerts.md'), 'utf8')).toContain(`\`${name}\``)
  })

  test('says of every setting what it is, in which unit, within which bounds, and a default', () => {
    const fields = fieldsOf(rule, defaultsOf(rule))
    expect(fields.map((field) => field.name)).toEqual(Object.keys(rule.settings.shape))
    for (const field of fields) {
      RuleField.parse(field)
      expect(field.title, field.name).toMatch(/^[A-Z].{2,}/)
      expect(field.description, field.name).toMatch(/^[A-Z].{10,}/)
      expect(field.unit, field.name).not.toBeNull()
      expect(field.minimum ?? Number.NaN, field.name).toBeLessThanOrEqual(field.default)
      expect(field.maximum ?? Number.NaN, field.name).toBeGreaterThanOrEqual(field.default)
    }
  })

  test('finds nothing just below its threshold and something above it, now as in its history', async () => {
    const scenario = scenarios[name]
    if (!scenario) throw new Error(`Add rows for ${name} to lib/testing/alert-scenarios.ts`)
    const [earlier, later] = [noon(14), noon(2)]
    await scenario.below(db, earlier)
    await untilSealed()
    expect(await findAt(rule, earlier, scenario.source)).toEqual([])
    expect(await momentsOf(rule, earlier, scenario.source)).toEqual([])
    await scenario.fires(db, later)
    await untilSealed()
    const moments = await momentsOf(rule, later, scenario.source)
    expect(moments.length).toBeGreaterThan(0)
    for (const moment of moments)
      expect(await findAt(rule, moment.at, scenario.source), moment.at.toISOString()).toContainEqual({
        source: moment.source,
        subject: moment.subject,
      })
    expect(moments).toEqual([...moments].sort((a, b) => a.at.getTime() - b.at.getTime()))
  })
})

test('no two rules have one name', () => {
  expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length)
})

test('only names of rules lead to a runbook', async () => {
  expect(await readRunbook('../../package')).toBe('There is no runbook for this rule.')
})
