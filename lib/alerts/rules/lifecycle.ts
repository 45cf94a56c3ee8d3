import { z } from 'zod'
import { secondMs } from '../../clock'
import type { AuditLog } from '../../db'
import { factsOf, findingOf, metadataNumber, metadataText } from './event-finding'
import { eventMoments } from './moments'
import { eventRule } from './rule'
import { eventsWithAction } from './trail-scan'
import { spanOf } from './wording'

const actions = ['SYSTEM_STARTED', 'SYSTEM_STOPPED']

/** Told once and over. */
export const lifecycle = eventRule({
  name: 'lifecycle',
  title: 'Started or stopped',
  description: 'A process of Daybook or of another system started or stopped.',
  severity: 'info',
  isNotice: true,
  settings: z.strictObject({}),
  match(event) {
    if (!actions.includes(event.action)) return undefined
    return findingOf(event, {
      sentence: sentenceOf(event),
      facts: factsOf({ Release: event.release ?? metadataText(event, 'release'), Host: metadataText(event, 'host') }),
    })
  },
  history: (tx, range) => eventMoments(tx, eventsWithAction(actions, range)),
})

function sentenceOf(event: AuditLog): string {
  const name = event.source === 'daybook' ? 'Daybook' : event.source
  const release = event.release ?? metadataText(event, 'release')
  const host = metadataText(event, 'host')
  const who = `${name}${release ? ` ${release}` : ''}`
  const where = host ? ` on ${host}` : ''
  if (event.action === 'SYSTEM_STOPPED') return `${who} stopped${where}.`
  const silentMs = (metadataNumber(event, 'silentSeconds') ?? 0) * secondMs
  return `${who} started${where}${silentMs > 0 ? ` after ${spanOf(silentMs)} of silence` : ''}.`
}
