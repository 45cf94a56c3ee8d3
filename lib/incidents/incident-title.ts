import type { Incident } from './contract'

/** "INC-0042": how an incident is called in sentences, links and messages. */
export function incidentNumber(number: number): string {
  return `INC-${String(number).padStart(4, '0')}`
}

/** "INC-0042 “The database does not answer”" */
export function incidentTitle({ number, title }: Pick<Incident, 'number' | 'title'>): string {
  return `${incidentNumber(number)} “${title}”`
}
