import { isJson, openReceiver, parsed, type Receiver, type Service } from './receiver'

type TextObject = { type?: unknown; text?: unknown }

/**
 * Slack's incoming webhooks: the word that Slack answers with, and its limits, the undocumented total among them
 * (docs.slack.dev/reference/block-kit/blocks; github.com/slackapi/bolt-js issues 2509 and 2867).
 */
const service: Service = ({ method, path, headers, body }) => {
  const say = (status: number, word: string) => ({ status, body: word })
  if (method !== 'POST') return say(405, 'method_not_allowed')
  if (!/^\/services\/T\w+\/B\w+\/\w+$/.test(path)) return say(404, 'no_service')
  const payload = parsed(body)
  if (!isJson(headers) || !payload) return say(400, 'invalid_payload')
  const { text, blocks } = payload
  if (typeof text !== 'string' && !Array.isArray(blocks)) return say(400, 'no_text')
  if (typeof text === 'string' && text.length > 40_000) return say(400, 'msg_too_long')
  if (blocks === undefined) return say(200, 'ok')
  if (!Array.isArray(blocks) || blocks.length > 50 || !blocks.every(isBlock)) return say(400, 'invalid_blocks')
  if (JSON.stringify(blocks).length > 11_000) return say(400, 'msg_blocks_too_long')
  return say(200, 'ok')
}

function isBlock(block: unknown): boolean {
  if (typeof block !== 'object' || block === null) return false
  const { type, text, fields, elements } = block as Record<string, unknown>
  if (type === 'divider') return true
  if (type === 'header') return isText(text, 150, ['plain_text'])
  if (type === 'context')
    return Array.isArray(elements) && elements.length <= 10 && elements.every((one) => isText(one, 3_000))
  if (type !== 'section' || (text === undefined && fields === undefined)) return false
  if (text !== undefined && !isText(text, 3_000)) return false
  const areFields = Array.isArray(fields) && fields.length > 0 && fields.length <= 10
  return fields === undefined || (areFields && fields.every((field) => isText(field, 2_000)))
}

function isText(value: unknown, max: number, types = ['plain_text', 'mrkdwn']): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { type, text } = value as TextObject
  return types.includes(String(type)) && typeof text === 'string' && text.length > 0 && text.length <= max
}

/** The path of a webhook that the receiver knows. */
export const slackPath = '/services/T0CANARY1/B0CANARY2/canarySlackSecret3'

export const openSlack = (): Promise<Receiver> => openReceiver(service)
