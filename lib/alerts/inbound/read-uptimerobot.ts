import { z } from 'zod'
import { factsOf, type InboundAlert, type InboundReader, pastTime, plainLine } from './inbound-alert'

/**
 * The variables of UptimeRobot's webhook integration, which it adds to the address as query parameters and puts into the
 * body that people write (form fields or JSON). One that does not apply comes unreplaced, as `*sslExpiryDate*`.
 */
const Variable = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => {
    const text = value === null || value === undefined ? '' : String(value).trim()
    return text === '' || /^\*.*\*$/.test(text) ? undefined : text
  })

const UptimeRobotMessage = z.object({
  monitorID: Variable,
  monitorURL: Variable,
  monitorFriendlyName: Variable,
  alertType: Variable,
  alertTypeFriendlyName: Variable,
  alertDetails: Variable,
  /** Seconds since 1970. */
  alertDateTime: Variable,
  sslExpiryDate: Variable,
  sslExpiryDaysLeft: Variable,
})
type UptimeRobotVariables = z.infer<typeof UptimeRobotMessage>

/** alertType: 1 down, 2 up, 3 the certificate or domain expires soon. */
export const readUptimeRobot: InboundReader = ({ body, query }) => {
  const given = { ...query, ...(body !== null && typeof body === 'object' ? body : {}) }
  const variables = UptimeRobotMessage.refine(
    ({ monitorID, monitorURL, monitorFriendlyName }) => monitorID ?? monitorURL ?? monitorFriendlyName,
    { message: 'monitorID, monitorURL or monitorFriendlyName is needed', path: ['monitorID'] },
  ).parse(given)
  const alert = toAlert(variables)
  return alert ? { alerts: [alert], ignored: 0 } : { alerts: [], ignored: 1 }
}

function toAlert(variables: UptimeRobotVariables): InboundAlert | undefined {
  const { monitorID, monitorURL, monitorFriendlyName, alertDetails } = variables
  const type = typeOf(variables)
  if (!type) return undefined
  const monitor = monitorID ?? monitorURL ?? monitorFriendlyName ?? ''
  const name = monitorFriendlyName ?? monitorURL ?? `Monitor ${monitorID}`
  const isExpiry = type === 'expiry'
  const days = variables.sslExpiryDaysLeft
  const why = alertDetails ? ` (${alertDetails})` : ''
  return {
    status: type === 'up' ? 'resolved' : 'firing',
    subject: isExpiry ? `${monitor} expiry` : monitor,
    title: isExpiry ? 'Certificate or domain expires' : 'Monitor down',
    sentence: plainLine(
      isExpiry ? `${name} expires${days ? ` in ${days} days` : ' soon'}${why}` : `${name} is down${why}`,
    ),
    severity: isExpiry ? 'medium' : 'critical',
    startedAt: startOf(variables),
    facts: factsOf({ address: monitorURL, expires: variables.sslExpiryDate }),
  }
}

function typeOf({ alertType, alertTypeFriendlyName }: UptimeRobotVariables): 'down' | 'up' | 'expiry' | undefined {
  const word = alertTypeFriendlyName?.toLowerCase()
  if (alertType === '1' || (!alertType && word === 'down')) return 'down'
  if (alertType === '2' || (!alertType && word === 'up')) return 'up'
  if (alertType === '3' || (!alertType && word !== undefined && /ssl|expir/.test(word))) return 'expiry'
  return undefined
}

function startOf({ alertDateTime }: UptimeRobotVariables): Date | undefined {
  const seconds = Number(alertDateTime)
  return Number.isInteger(seconds) && seconds > 0 && seconds < 1e11
    ? pastTime(new Date(seconds * 1_000).toISOString())
    : undefined
}
