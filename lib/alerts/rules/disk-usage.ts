import { z } from 'zod'
import { minuteMs } from '../../clock'
import { healthSnapshots, newestSnapshot } from '../../health'
import { conditionRule } from './rule'
import { threshold } from './threshold'

/** A snapshot older than this says nothing about now. */
const freshForMs = 5 * minuteMs

const Settings = z.strictObject({
  limitPercent: threshold({
    title: 'Full disk',
    description: 'Fires when a disk that Daybook writes to is fuller than this',
    unit: '%',
    default: 85,
    minimum: 10,
    maximum: 99,
  }),
})

/** What the shares of the disk check are called; anything new is told under its own name. */
const names: Record<string, string> = {
  spool: 'events that wait for the database',
  backups: 'the backups',
  database: 'the database',
}

/** A disk fills up: the last warning before nothing can be written any more. */
export const diskUsage = conditionRule({
  name: 'disk-usage',
  title: 'Disk nearly full',
  description: 'A disk that Daybook writes to is more than 85 % full.',
  severity: 'high',
  settings: Settings,
  async evaluate(tx, { now, settings: { limitPercent } }) {
    const snapshot = await newestSnapshot(tx, { from: new Date(now.getTime() - freshForMs), to: now })
    if (!snapshot || (snapshot.diskPercent ?? 0) <= limitPercent) return []
    const { at, diskPercent, checks } = snapshot
    const shares = Object.entries(checks.disk?.counts ?? {})
    const full = shares.filter(([, share]) => Number.parseFloat(String(share)) > limitPercent)
    const held = full.map(([name]) => names[name] ?? name).join(' and ')
    return [
      {
        source: 'daybook',
        sentence: `The disk for ${held || 'Daybook'} is ${diskPercent} % full. When it is full, nothing more can be stored there.`,
        facts: shares.map(([name, share]) => ({ name: `Disk of ${names[name] ?? name}`, value: String(share) })),
        firstAt: at,
        lastAt: at,
      },
    ]
  },
  async history(tx, { from, to, settings: { limitPercent } }) {
    const snapshots = await healthSnapshots(tx, { from, to })
    const full = snapshots.filter(({ diskPercent }) => diskPercent !== null && diskPercent > limitPercent)
    return full.map(({ at }) => ({ at, source: 'daybook' }))
  },
})
