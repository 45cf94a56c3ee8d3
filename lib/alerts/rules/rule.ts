import type { z } from 'zod'
import type { AuditLog, Tx } from '../../db'
import type { AlertSeverity, Fact } from '../contract'
import { isNews } from './news'

/** Something a rule found wrong. */
export type Finding = {
  /** The system it happened in; part of the fingerprint. */
  source: string
  /** What sets it apart from others of the same rule and source: action and entity type, an account, a table, a job. */
  subject?: string
  /** Where it differs from the rule's own. */
  severity?: AlertSeverity
  /** One sentence for a founder: what is wrong, with the numbers that say how bad. */
  sentence: string
  facts?: Fact[]
  /** When it began and when it was last seen. */
  firstAt: Date
  lastAt: Date
  /** How many events are behind it; 1 for a condition. */
  count?: number
  /** The events, where there are some. */
  firstEventId?: string
  lastEventId?: string
  /** The chain of requests the first event belongs to. */
  correlationId?: string
}

/** A moment of the past at which a rule would have found something; for previews. */
export type Moment = { at: Date; source: string; subject?: string }

type RuleBase<Settings extends z.ZodObject> = {
  /** Never renamed: alerts and people's settings name it. Its runbook is `docs/runbooks/<name>.md`. */
  name: string
  title: string
  /** When it fires, in one sentence. */
  description: string
  severity: AlertSeverity
  /**
   * Thresholds with their defaults, every field with `.meta({ title, description, unit? })`: the form of the rules page,
   * its validation and the documents are made from it.
   */
  settings: Settings
  /**
   * When it would have fired, one moment for every minute in which it would have (at most), oldest first. Reads statistics
   * and indexes only: it must answer 30 days within two seconds at a million events a day.
   */
  history(tx: Tx, input: { from: Date; to: Date; settings: z.output<Settings> }): Promise<Moment[]>
}

/** Fires on single committed events, which it gets from "AlertSignal" (ERROR, CRITICAL, SYSTEM_STARTED, SYSTEM_STOPPED). */
export type EventRule<Settings extends z.ZodObject = z.ZodObject> = RuleBase<Settings> & {
  kind: 'event'
  /** A notice tells and is over: no alert is opened (contracts.md §6, `lifecycle`). */
  isNotice?: true
  /** What this event means, or undefined when it is not this rule's. Pure. */
  match(event: AuditLog, settings: z.output<Settings>): Finding | undefined
}

/** Looks at committed rows every 15 s and answers everything that is wrong now; what it no longer answers recovers. */
export type ConditionRule<Settings extends z.ZodObject = z.ZodObject> = RuleBase<Settings> & {
  kind: 'condition'
  evaluate(tx: Tx, input: { now: Date; settings: z.output<Settings> }): Promise<Finding[]>
}

/** A rule whose settings' type is forgotten, so that a list can hold all of them. */
export type Rule = EventRule | ConditionRule

/** Keeps what is no news away from the rule, then forgets the type of its settings. */
export function eventRule<Settings extends z.ZodObject>(rule: Omit<EventRule<Settings>, 'kind'>): Rule {
  const match: typeof rule.match = (event, settings) => (isNews(event) ? rule.match(event, settings) : undefined)
  // The engine only ever passes what this very schema has parsed.
  return { ...rule, match, kind: 'event' } as unknown as Rule
}

export function conditionRule<Settings extends z.ZodObject>(rule: Omit<ConditionRule<Settings>, 'kind'>): Rule {
  // The engine only ever passes what this very schema has parsed.
  return { ...rule, kind: 'condition' } as unknown as Rule
}
