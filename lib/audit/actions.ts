export const severities = ['INFO', 'WARNING', 'ERROR', 'CRITICAL'] as const
export type AuditSeverity = (typeof severities)[number]

/** What an action means to a reader: `sentence` follows the actor's name, `icon` is a Lucide icon's name. */
export type ActionEntry = { sentence: string; category: ActionCategory; severity: AuditSeverity; icon: string }

export type ActionCategory =
  | 'auth'
  | 'leads'
  | 'invoices'
  | 'payments'
  | 'system'
  | 'settings'
  | 'users'
  | 'lending'
  | 'lottery'
  | 'wallet'

/**
 * Every action Daybook knows. Names are never changed or removed: events with them exist for ever.
 * Other systems may send any other action; it is kept as sent.
 */
export const actionCatalogue = {
  LOGIN: { sentence: 'signed in', category: 'auth', severity: 'INFO', icon: 'log-in' },
  LOGOUT: { sentence: 'signed out', category: 'auth', severity: 'INFO', icon: 'log-out' },
  LOGIN_FAILED: { sentence: 'failed to sign in', category: 'auth', severity: 'WARNING', icon: 'shield-alert' },
  REGISTER: { sentence: 'registered', category: 'auth', severity: 'INFO', icon: 'user-plus' },
  PASSWORD_CHANGED: { sentence: 'changed a password', category: 'auth', severity: 'INFO', icon: 'key-round' },
  SESSION_CREATED: { sentence: 'opened a session', category: 'auth', severity: 'INFO', icon: 'monitor' },
  SESSION_REVOKED: { sentence: 'ended a session', category: 'auth', severity: 'INFO', icon: 'monitor-x' },
  ACCOUNT_LOCKED: {
    sentence: 'was locked out after too many failed sign-ins',
    category: 'auth',
    severity: 'WARNING',
    icon: 'lock',
  },
  MFA_ENABLED: { sentence: 'turned on the second factor', category: 'auth', severity: 'INFO', icon: 'shield-check' },
  MFA_DISABLED: { sentence: 'turned off the second factor', category: 'auth', severity: 'WARNING', icon: 'shield-off' },
  API_KEY_CREATED: { sentence: 'created an API key', category: 'auth', severity: 'INFO', icon: 'key-round' },
  API_KEY_REVOKED: { sentence: 'revoked an API key', category: 'auth', severity: 'INFO', icon: 'key-round' },
  ACCESS_DENIED: { sentence: 'was refused access', category: 'auth', severity: 'WARNING', icon: 'shield-x' },
  LEAD_CREATED: { sentence: 'added a lead', category: 'leads', severity: 'INFO', icon: 'user-plus' },
  LEAD_UPDATED: { sentence: 'changed a lead', category: 'leads', severity: 'INFO', icon: 'user-pen' },
  LEAD_DELETED: { sentence: 'deleted a lead', category: 'leads', severity: 'WARNING', icon: 'user-minus' },
  LEAD_CONVERTED: { sentence: 'converted a lead', category: 'leads', severity: 'INFO', icon: 'user-check' },
  INVOICE_GENERATED: { sentence: 'generated an invoice', category: 'invoices', severity: 'INFO', icon: 'file-text' },
  INVOICE_GENERATION_FAILED: {
    sentence: 'could not generate an invoice',
    category: 'invoices',
    severity: 'ERROR',
    icon: 'file-warning',
  },
  INVOICE_SENT: { sentence: 'sent an invoice', category: 'invoices', severity: 'INFO', icon: 'send' },
  INVOICE_UPDATED: { sentence: 'changed an invoice', category: 'invoices', severity: 'INFO', icon: 'file-pen' },
  INVOICE_CANCELLED: { sentence: 'cancelled an invoice', category: 'invoices', severity: 'WARNING', icon: 'file-x' },
  CONVERSION_STARTED: { sentence: 'started a conversion', category: 'payments', severity: 'INFO', icon: 'play' },
  PAYMENT_RECEIVED: { sentence: 'recorded a payment', category: 'payments', severity: 'INFO', icon: 'banknote' },
  STUDENT_CREATED: { sentence: 'enrolled a student', category: 'payments', severity: 'INFO', icon: 'graduation-cap' },
  STUDENT_UPDATED: { sentence: 'changed a student', category: 'payments', severity: 'INFO', icon: 'user-pen' },
  STUDENT_DELETED: { sentence: 'deleted a student', category: 'payments', severity: 'WARNING', icon: 'user-minus' },
  LEAD_TO_STUDENT_CONVERSION: {
    sentence: 'turned a lead into a student',
    category: 'payments',
    severity: 'INFO',
    icon: 'arrow-right-left',
  },
  SYSTEM_ERROR: { sentence: 'met a system error', category: 'system', severity: 'ERROR', icon: 'circle-alert' },
  DATABASE_ERROR: { sentence: 'met a database error', category: 'system', severity: 'ERROR', icon: 'database' },
  API_ERROR: { sentence: 'met an error in a request', category: 'system', severity: 'ERROR', icon: 'circle-alert' },
  EMAIL_SENT: { sentence: 'sent an e-mail', category: 'system', severity: 'INFO', icon: 'mail' },
  EMAIL_FAILED: { sentence: 'could not send an e-mail', category: 'system', severity: 'ERROR', icon: 'mail-warning' },
  SYSTEM_STARTED: { sentence: 'started', category: 'system', severity: 'INFO', icon: 'power' },
  SYSTEM_STOPPED: { sentence: 'stopped', category: 'system', severity: 'INFO', icon: 'power-off' },
  JOB_FAILED: { sentence: 'failed a job', category: 'system', severity: 'ERROR', icon: 'timer-off' },
  BACKUP_COMPLETED: { sentence: 'completed a backup', category: 'system', severity: 'INFO', icon: 'archive' },
  BACKUP_FAILED: { sentence: 'failed a backup', category: 'system', severity: 'ERROR', icon: 'archive-x' },
  AUDIT_EXPORTED: { sentence: 'exported the audit trail', category: 'system', severity: 'INFO', icon: 'download' },
  AUDIT_VIEWED: { sentence: 'looked at the audit trail', category: 'system', severity: 'INFO', icon: 'eye' },
  OUT_OF_BAND_CHANGE: {
    sentence: 'changed data outside Daybook',
    category: 'system',
    severity: 'CRITICAL',
    icon: 'triangle-alert',
  },
  SAMPLE_DATA_CREATED: { sentence: 'added sample data', category: 'system', severity: 'INFO', icon: 'flask-conical' },
  SAMPLE_DATA_REMOVED: {
    sentence: 'removed the sample data',
    category: 'system',
    severity: 'INFO',
    icon: 'flask-conical-off',
  },
  AUDIT_VERIFIED: { sentence: 'verified the trail', category: 'system', severity: 'INFO', icon: 'shield-check' },
  AUDIT_VERIFICATION_FAILED: {
    sentence: 'found the trail altered',
    category: 'system',
    severity: 'CRITICAL',
    icon: 'shield-x',
  },
  AUDIT_ERASED: {
    sentence: 'erased a person from the trail',
    category: 'system',
    severity: 'WARNING',
    icon: 'user-minus',
  },
  AUDIT_ARCHIVED: { sentence: 'archived a month of the trail', category: 'system', severity: 'INFO', icon: 'archive' },
  AUDIT_DROPPED: { sentence: 'removed an archived month', category: 'system', severity: 'WARNING', icon: 'archive-x' },
  LEGAL_HOLD_SET: { sentence: 'set a legal hold', category: 'system', severity: 'WARNING', icon: 'lock' },
  LEGAL_HOLD_RELEASED: {
    sentence: 'released a legal hold',
    category: 'system',
    severity: 'WARNING',
    icon: 'lock-open',
  },
  ALERT_FIRED: { sentence: 'raised an alert', category: 'system', severity: 'INFO', icon: 'bell-ring' },
  ALERT_ACKNOWLEDGED: { sentence: 'acknowledged an alert', category: 'system', severity: 'INFO', icon: 'bell-minus' },
  ALERT_ASSIGNED: { sentence: 'assigned an alert', category: 'system', severity: 'INFO', icon: 'user-check' },
  ALERT_RESOLVED: { sentence: 'resolved an alert', category: 'system', severity: 'INFO', icon: 'bell-off' },
  ALERT_ESCALATED: { sentence: 'escalated an alert', category: 'system', severity: 'WARNING', icon: 'bell-ring' },
  ALERT_DELIVERY_FAILED: {
    sentence: 'could not deliver an alert',
    category: 'system',
    severity: 'WARNING',
    icon: 'bell-off',
  },
  ALERT_DELIVERY_REPLAYED: { sentence: 'sent an alert again', category: 'system', severity: 'INFO', icon: 'send' },
  ALERT_RULE_UPDATED: { sentence: 'changed an alert rule', category: 'settings', severity: 'INFO', icon: 'settings' },
  ALERT_SETTINGS_UPDATED: {
    sentence: 'changed how alerts are told',
    category: 'settings',
    severity: 'INFO',
    icon: 'settings',
  },
  ALERT_CHANNEL_CREATED: { sentence: 'added an alert channel', category: 'settings', severity: 'INFO', icon: 'bell' },
  ALERT_CHANNEL_UPDATED: { sentence: 'changed an alert channel', category: 'settings', severity: 'INFO', icon: 'bell' },
  ALERT_CHANNEL_DELETED: {
    sentence: 'removed an alert channel',
    category: 'settings',
    severity: 'WARNING',
    icon: 'bell-off',
  },
  ALERT_CHANNEL_TESTED: { sentence: 'tested an alert channel', category: 'settings', severity: 'INFO', icon: 'bell' },
  ALERT_INBOUND_CREATED: {
    sentence: 'opened an address for alerts of another system',
    category: 'settings',
    severity: 'INFO',
    icon: 'key-round',
  },
  ALERT_INBOUND_REVOKED: {
    sentence: 'closed an address for alerts of another system',
    category: 'settings',
    severity: 'INFO',
    icon: 'key-round',
  },
  ALERT_DRILL_ACKNOWLEDGED: {
    sentence: 'acknowledged the alert drill',
    category: 'system',
    severity: 'INFO',
    icon: 'bell',
  },
  SILENCE_CREATED: { sentence: 'silenced alerts', category: 'settings', severity: 'WARNING', icon: 'bell-off' },
  SILENCE_ENDED: { sentence: 'ended a silence', category: 'settings', severity: 'INFO', icon: 'bell' },
  SLO_TARGETS_UPDATED: {
    sentence: 'changed the service level targets',
    category: 'settings',
    severity: 'INFO',
    icon: 'settings',
  },
  SLO_CORRECTION_CREATED: {
    sentence: 'took time out of the error budget',
    category: 'settings',
    severity: 'WARNING',
    icon: 'construction',
  },
  SLO_CORRECTION_REMOVED: {
    sentence: 'put time back into the error budget',
    category: 'settings',
    severity: 'INFO',
    icon: 'construction',
  },
  MAINTENANCE_WINDOW_CREATED: {
    sentence: 'planned maintenance',
    category: 'settings',
    severity: 'INFO',
    icon: 'construction',
  },
  MAINTENANCE_WINDOW_UPDATED: {
    sentence: 'changed planned maintenance',
    category: 'settings',
    severity: 'INFO',
    icon: 'construction',
  },
  MAINTENANCE_WINDOW_DELETED: {
    sentence: 'removed planned maintenance',
    category: 'settings',
    severity: 'INFO',
    icon: 'construction',
  },
  INCIDENT_OPENED: { sentence: 'opened an incident', category: 'system', severity: 'WARNING', icon: 'siren' },
  INCIDENT_UPDATED: { sentence: 'changed an incident', category: 'system', severity: 'INFO', icon: 'siren' },
  INCIDENT_RESOLVED: { sentence: 'resolved an incident', category: 'system', severity: 'INFO', icon: 'siren' },
  POST_MORTEM_WRITTEN: { sentence: 'wrote a post-mortem', category: 'system', severity: 'INFO', icon: 'file-text' },
  JOB_STARTED_BY_HAND: { sentence: 'started a job', category: 'system', severity: 'INFO', icon: 'play' },
  MIGRATIONS_APPLIED: { sentence: 'migrated the database', category: 'system', severity: 'INFO', icon: 'database' },
  COMPANY_SETTINGS_UPDATED: {
    sentence: 'changed the company settings',
    category: 'settings',
    severity: 'INFO',
    icon: 'settings',
  },
  EMAIL_SETTINGS_UPDATED: {
    sentence: 'changed the e-mail settings',
    category: 'settings',
    severity: 'INFO',
    icon: 'settings',
  },
  GENERAL_SETTINGS_UPDATED: {
    sentence: 'changed the general settings',
    category: 'settings',
    severity: 'INFO',
    icon: 'settings',
  },
  SYSTEM_SETTINGS_UPDATED: {
    sentence: 'changed the system settings',
    category: 'settings',
    severity: 'INFO',
    icon: 'settings',
  },
  MAINTENANCE_MODE_TOGGLED: {
    sentence: 'switched maintenance mode',
    category: 'settings',
    severity: 'WARNING',
    icon: 'construction',
  },
  USER_CREATED: { sentence: 'added a member', category: 'users', severity: 'INFO', icon: 'user-plus' },
  USER_UPDATED: { sentence: 'changed a member', category: 'users', severity: 'INFO', icon: 'user-pen' },
  USER_DELETED: { sentence: 'removed a member', category: 'users', severity: 'WARNING', icon: 'user-minus' },
  LOAN_CREATED: { sentence: 'created a loan', category: 'lending', severity: 'INFO', icon: 'landmark' },
  LOAN_UPDATED: { sentence: 'changed a loan', category: 'lending', severity: 'INFO', icon: 'landmark' },
  LOAN_DELETED: { sentence: 'deleted a loan', category: 'lending', severity: 'WARNING', icon: 'landmark' },
  UNION_CREATED: { sentence: 'created a union', category: 'lending', severity: 'INFO', icon: 'users' },
  UNION_UPDATED: { sentence: 'changed a union', category: 'lending', severity: 'INFO', icon: 'users' },
  UNION_DELETED: { sentence: 'deleted a union', category: 'lending', severity: 'WARNING', icon: 'users' },
  REPAYMENT_RECORDED: { sentence: 'recorded a repayment', category: 'lending', severity: 'INFO', icon: 'banknote' },
  CUSTOMER_REASSIGNED: {
    sentence: 'reassigned a customer',
    category: 'lending',
    severity: 'INFO',
    icon: 'arrow-right-left',
  },
  SORTEO_CREATE: { sentence: 'created a draw', category: 'lottery', severity: 'INFO', icon: 'ticket' },
  SORTEO_UPDATE: { sentence: 'changed a draw', category: 'lottery', severity: 'INFO', icon: 'ticket' },
  SORTEO_OPEN: { sentence: 'opened a draw', category: 'lottery', severity: 'INFO', icon: 'ticket' },
  SORTEO_CLOSE: { sentence: 'closed a draw', category: 'lottery', severity: 'INFO', icon: 'ticket' },
  SORTEO_EVALUATE: { sentence: 'evaluated a draw', category: 'lottery', severity: 'INFO', icon: 'ticket-check' },
  TICKET_CREATE: { sentence: 'sold a ticket', category: 'lottery', severity: 'INFO', icon: 'ticket' },
  TICKET_CANCEL: { sentence: 'cancelled a ticket', category: 'lottery', severity: 'WARNING', icon: 'ticket-x' },
  TICKET_PAY: { sentence: 'paid a ticket out', category: 'lottery', severity: 'INFO', icon: 'banknote' },
  TICKET_REVERSE_PAYMENT: {
    sentence: 'reversed a ticket payment',
    category: 'lottery',
    severity: 'WARNING',
    icon: 'undo-2',
  },
  LOTERIA_CREATE: { sentence: 'created a lottery', category: 'lottery', severity: 'INFO', icon: 'ticket' },
  LOTERIA_UPDATE: { sentence: 'changed a lottery', category: 'lottery', severity: 'INFO', icon: 'ticket' },
  LOTERIA_DELETE: { sentence: 'deleted a lottery', category: 'lottery', severity: 'WARNING', icon: 'ticket-x' },
  TRANSFER_INITIATED: {
    sentence: 'started a transfer',
    category: 'wallet',
    severity: 'INFO',
    icon: 'arrow-right-left',
  },
  TRANSFER_COMPLETED: { sentence: 'completed a transfer', category: 'wallet', severity: 'INFO', icon: 'check' },
  QR_PAYMENT: { sentence: 'paid by QR code', category: 'wallet', severity: 'INFO', icon: 'qr-code' },
  KYC_SUBMITTED: { sentence: 'submitted identity documents', category: 'wallet', severity: 'INFO', icon: 'id-card' },
} as const satisfies Record<string, ActionEntry>

export type AuditAction = keyof typeof actionCatalogue

/** `AuditAction.LOGIN === 'LOGIN'`: the catalogue's names as a typed constant. */
export const AuditAction = Object.fromEntries(Object.keys(actionCatalogue).map((name) => [name, name])) as {
  readonly [Name in AuditAction]: Name
}

/** The catalogue's entry for an action as stored, or undefined for another system's own action. */
export function findAction(action: string): ActionEntry | undefined {
  return Object.hasOwn(actionCatalogue, action) ? actionCatalogue[action as AuditAction] : undefined
}
