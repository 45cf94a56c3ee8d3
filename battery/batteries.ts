import process from 'node:process'
import { canary, canaryForms } from './canary/canary'
import { channels, channelsForms } from './channels'
import { dbAway, dbAwayForms } from './db-away'
import { fuzz, fuzzForms } from './fuzz'
import { inert, inertForms } from './inert/inert'
import { killApp, killAppForms } from './kill-app'
import { killDb, killDbForms } from './kill-db'
import { answerWithoutNext, metrics, metricsForms } from './metrics'
import { type OwnWorld, openCopyTarget } from './own-world'
import { poison, poisonForms } from './poison'
import type { Report } from './report'
import { shutdown, shutdownForms } from './shutdown'
import { tamper, tamperForms } from './tamper/tamper'
import { twoInstances, twoInstancesForms } from './two-instances'

export type Form = 'short' | 'long'
type Battery = (world: OwnWorld, form: Form) => Promise<Report>

/** By the names that `npm run battery` knows. */
export const batteries: Record<string, Battery> = {
  'kill-app': (world, form) => killApp(world, killAppForms[form]),
  'kill-db': (world, form) => killDb(world, killDbForms[form]),
  'db-away': (world, form) => dbAway(world, dbAwayForms[form]),
  poison: (world, form) => poison(world, poisonForms[form]),
  channels: (world, form) => channels(world, channelsForms[form]),
  metrics: (_world, form) => metrics(metricsForms[form], answerWithoutNext),
  'two-instances': (world, form) => twoInstances(world, twoInstancesForms[form]),
  shutdown: (world, form) => shutdown(world, shutdownForms[form], process.env.BATTERY_MUTANT),
  fuzz: (world, form) => fuzz(world, fuzzForms[form], process.env.BATTERY_MUTANT, seed()),
  canary: (world, form) => canary(world, canaryForms[form], process.env.BATTERY_MUTANT),
  inert: (world, form) => inert(world, inertForms[form], process.env.BATTERY_MUTANT),
  tamper: async (world, form) => {
    const target = await openCopyTarget()
    try {
      return await tamper(world, tamperForms[form], target)
    } finally {
      await target.close()
    }
  },
}

/** To repeat a run. */
function seed(): number | undefined {
  const given = process.env.BATTERY_SEED
  return given ? Number(given) : undefined
}
