import type { ActionItem, Incident, IncidentDurations, TimelineEntry } from './contract'
import { durationText } from './duration-text'
import { incidentNumber } from './incident-title'

/** What the template is filled with. */
export type Known = {
  incident: Incident
  durations: IncidentDurations
  began: Date
  alerts: readonly { title: string; sentence: string; source: string }[]
  changes: readonly TimelineEntry[]
  timeline: readonly TimelineEntry[]
  actions: readonly ActionItem[]
  timeZone: string
}

/** More would bury what people write; the whole timeline stands on the page. */
const maxLines = 60
/** Of one line, so that the template never exceeds what may be saved. */
const maxText = 300

/** A post-mortem in Markdown to begin with: what is known is filled in, the rest asks. */
export function postMortemTemplate(known: Known): string {
  const { incident, timeline, timeZone } = known
  const at = clockOf(timeZone)
  const shown = timeline.slice(0, maxLines)
  const more = timeline.length - shown.length
  return [
    `# ${incidentNumber(incident.number)}: ${plain(incident.title)}`,
    section('Summary', 'What happened, in three sentences that a customer would understand.', [
      ...new Set(known.alerts.map(({ title, sentence }) => `- ${plain(title)}: ${plain(sentence)}`)),
    ]),
    section('Impact', 'Who noticed, what did not work for them, what did it cost?', impact(known, at)),
    section(`Timeline (${timeZone})`, undefined, [
      ...shown.map(
        (line) => `- **${at(line.at)}** ${plain(line.text)}${line.byName ? ` (${plain(line.byName)})` : ''}`,
      ),
      ...(more > 0 ? [`- and ${more} more`] : []),
    ]),
    section(
      'Root cause',
      'Ask why until the answer is something you can change, not somebody you can blame.',
      known.changes.map((change) => `- ${at(change.at)} ${plain(change.text)}`),
    ),
    section('What went well', 'What kept it from being worse?', []),
    section('What did not go well', 'What cost time? What was luck?', failures(timeline)),
    section('Action items', 'What will be done, by whom, until when?', known.actions.map(actionLine)),
  ].join('\n\n')
}

function section(title: string, question: string | undefined, lines: readonly string[]): string {
  return [`## ${title}`, ...(question ? [`_${question}_`] : []), ...(lines.length > 0 ? [lines.join('\n')] : [])].join(
    '\n\n',
  )
}

function impact({ incident, durations, began, alerts }: Known, at: (iso: string) => string): string[] {
  const { detectMs, acknowledgeMs, resolveMs } = durations
  const until = incident.resolvedAt === null ? 'not resolved yet' : `until ${at(incident.resolvedAt)}`
  const sources = [...new Set(alerts.map(({ source }) => plain(source)))].join(', ')
  return [
    `- Class: ${incident.class}`,
    `- Began ${at(began.toISOString())}, ${until}`,
    ...(sources ? [`- System: ${sources}`] : []),
    ...(detectMs === null ? [] : [`- Noticed after ${durationText(detectMs)} (time to detect)`]),
    ...(acknowledgeMs === null ? [] : [`- Taken on after ${durationText(acknowledgeMs)} (time to acknowledge)`]),
    ...(resolveMs === null ? [] : [`- Resolved after ${durationText(resolveMs)} (time to resolve)`]),
  ]
}

/** Who could not be told is known without asking anybody. */
function failures(timeline: readonly TimelineEntry[]): string[] {
  return timeline
    .filter(({ kind, text }) => kind === 'delivery' && text.includes('could not be told'))
    .map(({ text }) => `- ${plain(text)}`)
}

function actionLine({ title, ownerName, dueDay, doneAt }: ActionItem): string {
  const owner = [ownerName === null ? null : plain(ownerName), dueDay === null ? null : `by ${dueDay}`]
  const details = owner.filter((part) => part !== null).join(', ')
  return `- [${doneAt === null ? ' ' : 'x'}] ${plain(title)}${details ? ` (${details})` : ''}`
}

/** Text as it is, in one line: what looks like Markdown in it is none. */
function plain(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[\\`*_[\]<>#]/g, '\\$&')
}

/** "28 Nov 04:12:07" in this time zone. */
function clockOf(timeZone: string): (iso: string) => string {
  const format = new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZone,
  })
  return (iso) => format.format(new Date(iso)).replace(',', '')
}
