import { dayMs } from '../../clock'
import { counted, spanOf } from '../rules/wording'
import type { DailyAction, DailyChannel, DigestContent, SloBudget } from './contract'

type Facts = Omit<DigestContent, 'headline'>

/** The day in one line; a day on which there is nothing to say says that. */
export function headlineOf(facts: Facts): string {
  const open = facts.alerts.filter(({ state }) => state !== 'RESOLVED').length
  const parts = [
    ...(facts.newErrors.length > 0 ? [`${counted(facts.newErrors.length, 'new kind')} of error`] : []),
    ...(facts.alerts.length > 0
      ? [`${counted(facts.alerts.length, 'alert')}${open > 0 ? ` (${open} still open)` : ''}`]
      : []),
    ...(facts.incidents.length > 0 ? [counted(facts.incidents.length, 'incident')] : []),
    ...(facts.signIns.length > 0 ? [counted(facts.signIns.length, 'unusual sign-in')] : []),
    ...(failing(facts.channels).length > 0 ? [counted(failing(facts.channels).length, 'failing channel')] : []),
  ]
  return parts.length > 0 ? `${parts.join(', ')}.` : 'Nothing to report: no new errors, no alerts, no unusual sign-ins.'
}

const failing = (channels: readonly DailyChannel[]) =>
  channels.filter(({ isFailing, deadDeliveries }) => isFailing || deadDeliveries > 0)

const maxLines = 5

/** The digest as plain text, for chat and mail: a paragraph for each subject that has something to say. */
export function digestText(content: DigestContent): string {
  const sections = [
    content.headline,
    section('New errors', content.newErrors, ({ sentence, count }) => `${sentence} (${count}×)`),
    section(
      'Alerts',
      content.alerts,
      ({ title, sentence, durationMs }) =>
        `${title}: ${sentence} ${durationMs === null ? '(still open)' : `(${spanOf(durationMs)})`}`,
    ),
    section(
      'Incidents',
      content.incidents,
      ({ number, title, durationMs }) =>
        `#${number} ${title} ${durationMs === null ? '(not resolved)' : `(resolved after ${spanOf(durationMs)})`}`,
    ),
    section('Unusual sign-ins', content.signIns, ({ sentence }) => sentence),
    section(
      'Most frequent',
      content.topActions,
      ({ label, ...action }) => `${label}: ${action.count} (${changeOf(action)})`,
    ),
    section(
      'Channels that need a look',
      failing(content.channels),
      ({ name, lastError, deadDeliveries }) =>
        `${name}: ${lastError ?? `${counted(deadDeliveries, 'message')} given up`}`,
    ),
    [sloSentence(content.slo), backupSentence(content)].join('\n'),
    content.checkpoint === null
      ? ''
      : `Checkpoint of the trail, to be kept outside of Daybook:\n${content.checkpoint.trim()}`,
  ]
  return sections.filter(Boolean).join('\n\n')
}

function section<Item>(title: string, items: readonly Item[], line: (item: Item) => string): string {
  if (items.length === 0) return ''
  const more = items.length > maxLines ? [`… and ${items.length - maxLines} more`] : []
  return [`${title}:`, ...items.slice(0, maxLines).map((item) => `• ${line(item)}`), ...more].join('\n')
}

/** "+20 % on the day before", "as on the day before", "none the day before". */
export function changeOf({ count, dayBefore }: Pick<DailyAction, 'count' | 'dayBefore'>): string {
  if (dayBefore === 0) return 'none the day before'
  const percent = Math.round((count / dayBefore - 1) * 100)
  if (percent === 0) return 'as on the day before'
  return `${percent > 0 ? '+' : '−'}${Math.abs(percent)} % on the day before`
}

export function sloSentence({ objectivePercent, requests, errors, budgetLeftPercent }: SloBudget): string {
  if (budgetLeftPercent === null) return 'Error budget: no requests measured yet.'
  const budget = budgetLeftPercent < 0 ? 'overspent' : `${budgetLeftPercent} % left`
  return `Error budget: ${budget} (${errors} of ${requests} requests failed in 30 days, the aim is ${objectivePercent} % without failure).`
}

export function backupSentence({ lastBackupAt, to }: Pick<DigestContent, 'lastBackupAt' | 'to'>): string {
  if (lastBackupAt === null) return 'Backup: no backup yet.'
  const ageMs = Math.max(0, Date.parse(to) - Date.parse(lastBackupAt))
  return `Backup: the newest is ${spanOf(ageMs)} old${ageMs > dayMs ? ', which is too old' : ''}.`
}
