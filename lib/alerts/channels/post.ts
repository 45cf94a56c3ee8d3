import { type OutboundAnswer, OutboundError, type OutboundRequest, send } from '../../outbound'
import type { Receipt } from './channel'
import { DeliveryError } from './delivery-error'

/** Statuses of the 4xx that say "later" rather than "never". */
const passing = new Set([408, 425, 429])

export type Post = Omit<OutboundRequest, 'method'> & {
  /** The service's name, for sentences. */
  service: string
  /** What the answer means, in words that hold nothing of the request; undefined when only the status is known. */
  explain?: (answer: OutboundAnswer) => string | undefined
}

/**
 * Posts to a service and reads its answer: 2xx is taken, 408, 425, 429 and 5xx may pass (with the wait that was asked for,
 * in the header or as JSON), everything else is for good. Throws DeliveryError.
 */
export async function post({ service, explain, ...request }: Post): Promise<Receipt> {
  const answer = await send({ ...request, method: 'POST' }).catch((error: unknown) => {
    if (!(error instanceof OutboundError)) throw error
    const { isPermanent, status, cause } = error
    throw new DeliveryError(error.message, {
      isPermanent,
      cause,
      ...(status === undefined ? {} : { responseStatus: status }),
    })
  })
  const { status } = answer
  if (status >= 200 && status < 300) return { responseStatus: status }
  const isPermanent = status < 500 && !passing.has(status)
  const retryAfterMs = isPermanent ? undefined : (answer.retryAfterMs ?? retryAfterInBody(answer.bodyStart))
  const explained = explain?.(answer)
  throw new DeliveryError(explained ?? `${service} answered ${status}.`, {
    isPermanent,
    responseStatus: status,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  })
}

/** `retry_after` in seconds, as Discord and some of Slack's answers have it. */
function retryAfterInBody(body: string): number | undefined {
  const seconds = jsonObject(body).retry_after
  return typeof seconds === 'number' && seconds >= 0 ? Math.min(Math.ceil(seconds * 1_000), 86_400_000) : undefined
}

/** The body as a JSON object; an empty one when it is none. */
export function jsonObject(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body)
    return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}
  } catch {
    // Services answer with HTML and plain text too.
    return {}
  }
}
