import type { Tone } from '@/components/ui/tone'
import { counted } from '@/components/ui/words'
import { nextState, stateWords } from '@/lib/incidents/browser'
import type { Incident, IncidentState } from '@/lib/incidents/contract'

/** Where an incident stands, in one sentence, and where it should go next. */
export interface Standing {
  tone: Tone
  title: string
  task: string
  next: IncidentState | undefined
}

/** The engine never moves an incident, so the page says when it is time to. */
export function standingOf(incident: Incident): Standing {
  const { state } = incident
  switch (state) {
    case 'DETECTION':
    case 'TRIAGE':
    case 'INVESTIGATION':
      return running(incident)
    case 'RESOLUTION':
      return incident.openAlertCount > 0
        ? {
            tone: 'warning',
            title: `${firing(incident.openAlertCount)}, although it is being resolved`,
            task: 'Wait until they are over, or go back to the investigation.',
            next: 'POST_MORTEM',
          }
        : standing('info', 'The trouble is over', state)
    case 'POST_MORTEM':
      return incident.hasPostMortem
        ? {
            ...standing('info', 'The post-mortem is written', state),
            task: 'Add action items and move on to prevention.',
          }
        : standing('warning', 'The post-mortem is still to be written', state)
    case 'PREVENTION':
      return prevention(incident)
    case 'CLOSED':
      return incident.openAlertCount > 0
        ? {
            ...standing('warning', `${firing(incident.openAlertCount)}, although the incident is closed`, state),
            task: 'Resolve them, take them out, or go back to the investigation.',
          }
        : standing('success', 'This incident is closed', state)
  }
}

function prevention({ state, openActionCount, openAlertCount }: Incident): Standing {
  if (openActionCount > 0) return standing('info', `${counted(openActionCount, 'action item')} to do`, state)
  if (openAlertCount > 0)
    return {
      ...standing('warning', `${firing(openAlertCount)}, although no action item is left`, state),
      task: 'Wait until they are over, or go back to the investigation.',
    }
  return {
    ...standing('success', 'No action item is left', state),
    task: 'Nothing is left to do: close the incident.',
  }
}

const classTones = { critical: 'critical', high: 'error', medium: 'warning', low: 'info' } as const

function running(incident: Incident): Standing {
  const { state, openAlertCount, alertCount } = incident
  if (alertCount > 0 && openAlertCount === 0)
    return {
      tone: 'warning',
      title: alertCount === 1 ? 'Its alert is resolved' : 'All of its alerts are resolved',
      task: 'If the trouble is over, move the incident on to resolution.',
      next: 'RESOLUTION',
    }
  const title = openAlertCount > 0 ? firing(openAlertCount) : `${stateWords[state].name} is under way`
  return standing(classTones[incident.class], title, state)
}

function firing(count: number): string {
  return `${counted(count, 'alert')} ${count === 1 ? 'is' : 'are'} open`
}

function standing(tone: Tone, title: string, state: IncidentState): Standing {
  return { tone, title, task: stateWords[state].task, next: nextState(state) }
}
