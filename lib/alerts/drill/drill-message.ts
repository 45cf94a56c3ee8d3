import { dashboardUrl } from '../evaluate'
import type { Message } from '../message'

/** How long somebody has to say that the drill was seen. */
export const acknowledgeMinutes = 60

type Drill = { id: string; startedAt: Date }

const common = (drill: Drill) => ({
  source: 'daybook',
  rule: null,
  alertId: null,
  count: 1,
  durationMs: null,
  facts: [],
  changes: [],
  body: null,
  links: { dashboard: dashboardUrl(`/dashboard/alerts?drill=${drill.id}`), sentry: null, runbook: null },
})

/** Asks for an acknowledgement; nothing is wrong. */
export const drillMessage = (drill: Drill): Message => ({
  ...common(drill),
  incidentKey: drill.id,
  kind: 'drill',
  severity: 'info',
  title: 'Weekly alert drill',
  sentence: `This is a test and nothing is wrong. Please open the link and acknowledge it within ${acknowledgeMinutes} minutes.`,
  at: drill.startedAt.toISOString(),
})

/** Says that alerts may reach nobody. */
export const failedDrillMessage = (drill: Drill, now: Date): Message => ({
  ...common(drill),
  kind: 'dead-letter',
  severity: 'high',
  title: 'Nobody acknowledged the weekly drill',
  sentence: `The drill was sent ${acknowledgeMinutes} minutes ago and nobody has acknowledged it: real alerts may not be seen either.`,
  at: now.toISOString(),
})

/** For services that keep incidents: the one of this drill is over, seen or not. */
export const endedDrillMessage = (drill: Drill, sentence: string, now: Date): Message => ({
  ...common(drill),
  incidentKey: drill.id,
  kind: 'resolved',
  severity: 'info',
  title: 'Weekly alert drill',
  sentence,
  durationMs: Math.max(0, now.getTime() - drill.startedAt.getTime()),
  at: drill.startedAt.toISOString(),
})
