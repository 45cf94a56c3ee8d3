import type { CheckStatus, SystemHealth } from '@/lib/health/contract'
import { asLabel, inWords } from './name-words'
import type { Tone } from './tone'

export type Check = { status: CheckStatus; message?: string | undefined } & Record<string, unknown>

export const statusLook: Record<CheckStatus, { word: string; tone: Tone }> = {
  healthy: { word: 'Healthy', tone: 'success' },
  degraded: { word: 'Degraded', tone: 'warning' },
  unhealthy: { word: 'Unhealthy', tone: 'error' },
  unknown: { word: 'Unknown', tone: 'neutral' },
}

/** Names of the checks, and what it means in one sentence when one is not well. */
const known: Record<string, { name: string; trouble: string }> = {
  database: { name: 'Database', trouble: 'The database does not answer' },
  databasePerformance: { name: 'Database speed', trouble: 'The database is slow' },
  errorRate: { name: 'Error rate', trouble: 'More goes wrong than usual' },
  systemMetrics: { name: 'Records', trouble: 'The records could not be counted' },
  recentActivity: { name: 'Business activity', trouble: 'No conversion and no payment for two days' },
  connectionPool: { name: 'Database connections', trouble: 'Requests wait for a database connection' },
  disk: { name: 'Disk space', trouble: 'The disk is filling up' },
  memory: { name: 'Memory', trouble: 'Memory is running short' },
  jobs: { name: 'Background jobs', trouble: 'A background job is failing' },
  backups: { name: 'Backups', trouble: 'The newest good backup is too old' },
  auditTrail: { name: 'Audit trail', trouble: 'The audit trail is behind' },
  alertDelivery: { name: 'Alert delivery', trouble: 'Alerts are not getting through' },
  storage: { name: 'File storage', trouble: 'The file storage does not answer' },
}

export function checkName(key: string): string {
  return Object.hasOwn(known, key) ? (known[key]?.name ?? key) : asLabel(key)
}

/** "The database is slow"; for a check nobody has words for, or that has to say which trouble it is, its own message. */
export function troubleOf(key: string, check: Check): string {
  // Events that wait and a trail that was altered are not the same kind of morning.
  if (key === 'auditTrail' && check.message) return check.message.replace(/:.*$/, '')
  if (Object.hasOwn(known, key) && known[key]) return known[key].trouble
  return `${asLabel(key)}: ${check.message ?? statusLook[check.status].word.toLowerCase()}`
}

const badness: Record<CheckStatus, number> = { unhealthy: 0, degraded: 1, unknown: 2, healthy: 3 }

/** The checks, worst first, else in the order they came. */
export function sortedChecks(health: Pick<SystemHealth, 'checks'>): [string, Check][] {
  return Object.entries(health.checks)
    .flatMap(([key, check]): [string, Check][] => (check ? [[key, check]] : []))
    .sort(([, a], [, b]) => badness[a.status] - badness[b.status])
}

const number = new Intl.NumberFormat('en')

/**
 * What a check has to say: its message, and its figures in words. When all is well and it says so, that is enough. Works for
 * checks that are not known yet.
 */
export function figureOf(check: Check): string {
  const { status, message, period, threshold, queryTime, ...counts } = check
  if (status === 'healthy' && message) return message
  const figures = Object.entries(counts).flatMap(([key, value]) => figureInWords(key, value))
  const timed = typeof queryTime === 'string' ? [spaced(queryTime), ...limit(threshold)] : []
  const parts = [...timed, ...figures].join(' · ')
  const facts = parts !== '' && typeof period === 'string' ? `${parts} in the ${period}` : parts
  return [message, facts].filter(Boolean).join('. ')
}

function limit(threshold: unknown): string[] {
  return typeof threshold === 'string' ? [`limit ${spaced(threshold)}`] : []
}

function figureInWords(key: string, value: unknown): string[] {
  if (typeof value === 'number' && key.endsWith('Bytes')) return [`${inWords(key.slice(0, -5))} ${inBytes(value)}`]
  if (value === 1) return [`1 ${inWords(key).replace(/s$/, '')}`]
  if (typeof value === 'number') return [`${number.format(value)} ${inWords(key)}`]
  if (typeof value !== 'string') return []
  return [/^[\d.]+ ?%$/.test(value) && key === 'errorRate' ? value : `${inWords(key)} ${spaced(value)}`]
}

/** "225 MB", "1.3 GB" */
export function inBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3))
  const value = bytes / 1_000 ** power
  return `${value.toFixed(value < 10 && power > 0 ? 1 : 0)} ${units[power]}`
}

/** "12ms" → "12 ms" */
function spaced(text: string): string {
  return text.replace(/^(\d[\d.]*)([A-Za-z]+)$/, '$1 $2')
}

/** How people are told about a response time: good below 200 ms, acceptable to 500 ms, poor above. */
export function responseClass(responseTime: string): { word: string; tone: Tone; text: string } | undefined {
  const ms = Number.parseFloat(responseTime)
  if (Number.isNaN(ms)) return undefined
  const text = spaced(responseTime)
  if (ms < 200) return { word: 'good', tone: 'success', text }
  return ms <= 500 ? { word: 'acceptable', tone: 'warning', text } : { word: 'poor', tone: 'error', text }
}
