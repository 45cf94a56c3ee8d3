import type { AlertChannel, AlertChannelInput, AlertChannelPatch, ChannelType } from '@/lib/alerts/channels/contract'

type Severity = AlertChannel['minSeverity']

/** What stands in the form. */
export interface ChannelValues {
  name: string
  config: Record<string, string>
  minSeverity: Severity
  isEscalationOnly: boolean
  /** Generated secrets that are to be made anew. */
  renewed: readonly string[]
}

/** The form of a new channel of this kind, or of one that is changed: its secrets stay on the server, their fields are empty. */
export function valuesOf(kind: ChannelType, channel?: AlertChannel): ChannelValues {
  const config = kind.fields.map(({ name, isSecret }) => [name, isSecret ? '' : (channel?.config[name] ?? '')])
  return {
    name: channel?.name ?? kind.title,
    config: Object.fromEntries(config),
    minSeverity: channel?.minSeverity ?? 'info',
    isEscalationOnly: channel?.isEscalationOnly ?? false,
    renewed: [],
  }
}

export function inputOf(kind: ChannelType, values: ChannelValues): AlertChannelInput {
  const { name, config, minSeverity, isEscalationOnly } = values
  return { type: kind.type, name, config, minSeverity, isEscalationOnly }
}

/** What was changed: a secret's empty field leaves it as it is, unless a new one was asked for. */
export function patchOf(
  kind: ChannelType,
  { name, config, minSeverity, isEscalationOnly, renewed }: ChannelValues,
): AlertChannelPatch {
  const entries = kind.fields.flatMap((field) => {
    const value = config[field.name] ?? ''
    if (renewed.includes(field.name)) return [[field.name, '']]
    return field.isSecret && value === '' ? [] : [[field.name, value]]
  })
  return { name, config: Object.fromEntries(entries), minSeverity, isEscalationOnly }
}
