import { findAction } from '../audit/browser'
import type { Actor } from '../context'

/** Who may read the contents of events: founders alone, or admins too. */
export type TrailAccess = 'FOUNDER' | 'ADMIN'

/** The part of an event that decides. */
type Described = { action: string; entityType: string | null; source: string }

/**
 * What events are about, by entity type as it is stored (tables, when they were changed outside Daybook). Settings, keys,
 * the security of members and the secrets of alerts are for founders; what the business works with is for admins too.
 */
export const entityAccess: Readonly<Record<string, TrailAccess>> = {
  Setting: 'FOUNDER',
  ApiKey: 'FOUNDER',
  Source: 'FOUNDER',
  User: 'FOUNDER',
  Session: 'FOUNDER',
  UserLoginHistory: 'FOUNDER',
  RecoveryCode: 'FOUNDER',
  AlertChannel: 'FOUNDER',
  AlertRule: 'FOUNDER',
  Silence: 'FOUNDER',
  MaintenanceWindow: 'FOUNDER',
  SloCorrection: 'FOUNDER',
  Alert: 'FOUNDER',
  AlertNotice: 'FOUNDER',
  AlertDrill: 'FOUNDER',
  AlertInbound: 'FOUNDER',
  Delivery: 'FOUNDER',
  Incident: 'FOUNDER',
  IncidentAlert: 'FOUNDER',
  IncidentEntry: 'FOUNDER',
  IncidentAction: 'FOUNDER',
  Job: 'FOUNDER',
  // Founders' inquiries: an export's filters say what they were looking for.
  AuditLog: 'FOUNDER',
  AuditLegalHold: 'FOUNDER',
  // Answers to other requests are kept in it.
  IdempotencyKey: 'FOUNDER',
  Lead: 'ADMIN',
  Invoice: 'ADMIN',
  InvoiceLine: 'ADMIN',
  Student: 'ADMIN',
  Payment: 'ADMIN',
  NumberSequence: 'ADMIN',
}

type ActionCategory = NonNullable<ReturnType<typeof findAction>>['category']

const categoryAccess: Readonly<Record<ActionCategory, TrailAccess>> = {
  auth: 'FOUNDER',
  settings: 'FOUNDER',
  users: 'FOUNDER',
  leads: 'ADMIN',
  invoices: 'ADMIN',
  payments: 'ADMIN',
  system: 'ADMIN',
  lending: 'ADMIN',
  lottery: 'ADMIN',
  wallet: 'ADMIN',
}

const ownSources = new Set(['daybook', 'sample'])
const founderEntities = new Set(
  Object.entries(entityAccess)
    .filter(([, access]) => access === 'FOUNDER')
    .map(([name]) => name.toLowerCase()),
)

/** True when only founders may see more of an event than that it happened. */
export function isFounderOnly({ action, entityType, source }: Described): boolean {
  // Other systems write names their own way.
  if (entityType !== null && founderEntities.has(entityType.toLowerCase())) return true
  // Of our own, what nobody has decided about is hidden.
  if (entityType !== null && ownSources.has(source) && !Object.hasOwn(entityAccess, entityType)) return true
  // The trail's own affairs name people and what was asked about them.
  if (/^(AUDIT|LEGAL_HOLD)_/.test(action)) return true
  const known = findAction(action) ?? findAction(action.toUpperCase())
  return known !== undefined && categoryAccess[known.category] === 'FOUNDER'
}

/** What of the trail has to be hidden from this caller: nothing (undefined) from founders and from keys made for it. */
export function hiddenFrom(actor: Actor): ((event: Described) => boolean) | undefined {
  if (actor.type === 'apiKey' && actor.scopes.includes('audit:read')) return undefined
  return actor.type === 'user' && actor.role === 'FOUNDER' ? undefined : isFounderOnly
}
