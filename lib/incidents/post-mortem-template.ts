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

/** More would bury what people write, or exceed what may be saved; everything stands on the page. */
const maxLines = { timeline: 40, other: 10 }
/** Of one text in a line; some of its characters become two. */
const maxText = 160

/** A post-mortem in Markdown to begin with: what is known is filled in, the rest asks. */
export function postMortemTemplate(known: Known): string {
  const { incident, timeline, timeZone } = known
  const at = clockOf(timeZone)
  return [
    `# ${incidentNumber(incident.number)}: ${plain(incident.title)}`,
    section('Summary', 'What happened, in three sentences that a customer would understand.', [
      ...new Set(known.alerts.map(({ title, sentence }) => `- ${plain(title)}: ${plain(sentence)}`)),
    ]),
    section('Impact', 'Who noticed, what did not work for them, what did it cost?', impact(known, at)),
    section(
      `Timeline (${timeZone})`,
      undefined,
      timeline.map((line) => timelineLine(line, at)),
      maxLines.timeline,
    ),
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

function section(
  title: string,
  question: string | undefined,
  lines: readonly string[],
  max: number = maxLines.other,
): string {
  const more = lines.length - max
  const shown = [...lines.slice(0, max), ...(more > 0 ? [`- and ${more} more`] : [])]
  return [`## ${title}`, ...(question ? [`_${question}_`] : []), ...(shown.length > 0 ? [shown.join('\n')] : [])].join(
    '\n\n',
  )
}

function timelineLine({ at, text, byName }: TimelineEntry, clock: (iso: string) => string): string {
  return `- **${clock(at)}** ${plain(text)}${byName ? ` (${plain(byName)})` : ''}`
}

function impact({ incident, durations, began, alerts }: Known, at: (iso: string) => string): string[] {
  const { detectMs, acknowledgeMs, resolveMs } = durations
  const until = incident.resolvedAt === null ? 'not resolved yet' : `until ${at(incident.resolvedAt)}`
  const sources = plain([...new Set(alerts.map(({ source }) => source))].join(', '))
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

/** Text as it is, in one line and cut: what looks like Markdown in it is none. */
function plain(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  const short = line.length > maxText ? `${line.slice(0, maxText - 1).toWellFormed()}…` : line
  return short.replace(/[\\`*_[\]<>#]/g, '\\$&')
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
