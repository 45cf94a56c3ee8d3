import { z } from 'zod'
import { minuteMs, secondMs } from '../../clock'
import type { Tx } from '../../db'
import { conditionRule, type Finding } from './rule'
import { threshold } from './threshold'
import { spanOf } from './wording'

/** How long after the return it is found. What was down cannot tell; once it is back, it is over and recovers by itself. */
const toldForMs = minuteMs

const Settings = z.strictObject({
  silentSeconds: threshold({
    title: 'Silence',
    description: 'Fires, on return, when no process of Daybook gave a sign of life for longer than this',
    unit: 's',
    default: 120,
    // A shorter silence is not written down.
    minimum: 120,
    maximum: 86_400,
  }),
})

/** A start after which nobody had been there for too long. */
type Return = { at: Date; silentSeconds: number }

async function returns(
  tx: Tx,
  { from, to, silentSeconds }: { from: Date; to: Date; silentSeconds: number },
): Promise<Return[]> {
  const rows = await tx.instance.findMany({
    where: { startedAt: { gt: from, lte: to }, silentSeconds: { gt: silentSeconds } },
    select: { startedAt: true, silentSeconds: true },
    orderBy: { startedAt: 'asc' },
  })
  return rows.map((row) => ({ at: row.startedAt, silentSeconds: row.silentSeconds ?? 0 }))
}

/** Daybook itself was gone, and nobody was there to say so. */
export const downtime = conditionRule({
  name: 'downtime',
  title: 'Daybook was down',
  description: 'No process of Daybook gave a sign of life for more than two minutes; told on its return.',
  severity: 'critical',
  settings: Settings,
  async evaluate(tx, { now, settings: { silentSeconds } }) {
    const found = await returns(tx, { from: new Date(now.getTime() - toldForMs), to: now, silentSeconds })
    // Several that started at once tell of one silence.
    const [longest] = found.sort((a, b) => b.silentSeconds - a.silentSeconds)
    return longest ? [finding(longest)] : []
  },
  async history(tx, { from, to, settings: { silentSeconds } }) {
    const found = await returns(tx, { from, to, silentSeconds })
    const byMinute = new Map(found.map(({ at }) => [Math.floor(at.getTime() / minuteMs), at]))
    return [...byMinute.values()].map((at) => ({ at, source: 'daybook' }))
  },
})

function finding({ at, silentSeconds }: Return): Finding {
  const silentMs = silentSeconds * secondMs
  const firstAt = new Date(at.getTime() - silentMs)
  return {
    source: 'daybook',
    sentence: `Daybook was down for ${spanOf(silentMs)} and is back.`,
    facts: [
      { name: 'Last sign of life', value: firstAt.toISOString() },
      { name: 'Back', value: at.toISOString() },
    ],
    firstAt,
    lastAt: at,
  }
}
