import { type Answer, isJson, openReceiver, parsed, type Receiver, type Service } from './receiver'

const max = {
  content: 2_000,
  embeds: 10,
  title: 256,
  description: 4_096,
  fields: 25,
  name: 256,
  value: 1_024,
  footer: 2_048,
}
const maxTotal = 6_000

type Embed = {
  title?: string
  description?: string
  url?: string
  color?: number
  timestamp?: string
  fields?: { name?: string; value?: string }[]
  footer?: { text?: string }
}

const json = (status: number, body: object): Answer => ({
  status,
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json' },
})

/**
 * Discord's webhooks: 204, or 200 with the message for `wait=true`, and errors in its form
 * (discord.com/developers/docs/resources/webhook and …/message#embed-object-embed-limits).
 */
const service: Service = ({ method, path, headers, body }) => {
  if (method !== 'POST') return json(405, { message: '405: Method Not Allowed', code: 0 })
  const url = new URL(path, 'http://discord.test')
  if (!/^\/api\/webhooks\/\d+\/[\w-]+$/.test(url.pathname))
    return json(404, { message: 'Unknown Webhook', code: 10_015 })
  const payload = parsed(body)
  if (!isJson(headers) || !payload)
    return json(400, { message: 'The request body contains invalid JSON.', code: 50_109 })
  const embeds = Array.isArray(payload.embeds) ? (payload.embeds as Embed[]) : []
  const content = typeof payload.content === 'string' ? payload.content : ''
  if (content === '' && embeds.length === 0) return json(400, { message: 'Cannot send an empty message', code: 50_006 })
  const problems = [
    ...tooLong('content', content, max.content),
    ...(embeds.length > max.embeds ? ['embeds'] : []),
    ...embeds.flatMap(problemsOf),
    ...(embeds.reduce((sum, embed) => sum + sizeOf(embed), 0) > maxTotal ? ['embeds: MAX_EMBED_SIZE_EXCEEDED'] : []),
  ]
  if (problems.length > 0)
    return json(400, { message: 'Invalid Form Body', code: 50_035, errors: { _errors: problems } })
  if (url.searchParams.get('wait') !== 'true') return { status: 204, body: '' }
  return json(200, { id: '1', content, embeds })
}

const tooLong = (name: string, text: string | undefined, limit: number) =>
  (text?.length ?? 0) > limit ? [`${name}: BASE_TYPE_MAX_LENGTH`] : []

function problemsOf(embed: Embed): string[] {
  const fields = embed.fields ?? []
  return [
    ...tooLong('title', embed.title, max.title),
    ...tooLong('description', embed.description, max.description),
    ...tooLong('footer', embed.footer?.text, max.footer),
    ...(fields.length > max.fields ? ['fields: BASE_TYPE_MAX_LENGTH'] : []),
    ...fields.flatMap(({ name, value }) => [
      ...(name && value ? [] : ['fields: BASE_TYPE_REQUIRED']),
      ...tooLong('name', name, max.name),
      ...tooLong('value', value, max.value),
    ]),
    ...(embed.timestamp === undefined || !Number.isNaN(Date.parse(embed.timestamp)) ? [] : ['timestamp']),
    // Discord refuses addresses without a dot in the host, such as localhost.
    ...(embed.url === undefined || new URL(embed.url).hostname.includes('.') ? [] : ['url: URL_TYPE_INVALID_URL']),
  ]
}

function sizeOf({ title = '', description = '', footer, fields = [] }: Embed): number {
  const texts = [
    title,
    description,
    footer?.text ?? '',
    ...fields.flatMap(({ name = '', value = '' }) => [name, value]),
  ]
  return texts.reduce((sum, text) => sum + text.length, 0)
}

/** The path of a webhook that the receiver knows. */
export const discordPath = '/api/webhooks/110022003300440055/canary-Discord_Secret4'

export const openDiscord = (): Promise<Receiver> => openReceiver(service)
