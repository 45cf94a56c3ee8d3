import { AppError, type InputProblem } from '../errors'

const mebibyte = 1024 * 1024
const maxDepth = 20

/**
 * The JSON body of a request, read no further than `maxBytes`. Throws 415, 413, 400 or 422 with the
 * place of the first problem: nothing that PostgreSQL or JSON cannot carry exactly gets past here.
 */
export async function readJsonBody(request: Request, maxBytes = mebibyte): Promise<unknown> {
  const mediaType = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (mediaType !== 'application/json')
    throw new AppError('UNSUPPORTED_MEDIA_TYPE', 'Send the body as application/json.')
  const text = await readText(request, maxBytes)
  refuseDeepNesting(text)
  const value = parse(text)
  const problems = findUnstorable(value, '').slice(0, 50)
  if (problems.length > 0)
    throw new AppError('INVALID_INPUT', 'The body contains values that cannot be stored.', { problems })
  return value
}

/**
 * The body of a webhook, whose sender cannot be asked to word it differently: JSON, form fields, or null for none. Sizes
 * and depth are limited as everywhere; what its strings hold is for the reader to clean. Throws 415, 413, 400 or 422.
 */
export async function readHookBody(request: Request, maxBytes = mebibyte): Promise<unknown> {
  const mediaType = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
  const text = await readText(request, maxBytes)
  if (text.trim() === '') return null
  if (mediaType === 'application/x-www-form-urlencoded') return Object.fromEntries(new URLSearchParams(text))
  if (mediaType !== 'application/json' && !mediaType.endsWith('+json'))
    throw new AppError('UNSUPPORTED_MEDIA_TYPE', 'Send the body as application/json or as form fields.')
  refuseDeepNesting(text)
  return parse(text)
}

/** The body as UTF-8 text, refused as soon as it is known to be too large. */
export async function readText(request: Request, maxBytes: number): Promise<string> {
  const tooLarge = () => new AppError('PAYLOAD_TOO_LARGE', `The body is larger than ${maxBytes} bytes.`)
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge()
  if (!request.body) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of request.body) {
    size += chunk.byteLength
    if (size > maxBytes) throw tooLarge()
    chunks.push(chunk)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch (cause) {
    throw new AppError('MALFORMED_REQUEST', 'The body is not valid UTF-8.', { cause })
  }
}

function parse(text: string): unknown {
  if (text.trim() === '') throw new AppError('MALFORMED_REQUEST', 'The body is empty; JSON was expected.')
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AppError('MALFORMED_REQUEST', 'The body is not valid JSON.', { cause })
  }
}

/** Counts brackets outside of strings before parsing, since a deep document costs its parser the stack. */
function refuseDeepNesting(text: string): void {
  let depth = 0
  let isInString = false
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i]
    if (isInString) {
      if (char === '\\') i += 1
      else if (char === '"') isInString = false
    } else if (char === '"') isInString = true
    else if (char === '{' || char === '[') {
      depth += 1
      if (depth > maxDepth) throw new AppError('INVALID_INPUT', `The body is nested deeper than ${maxDepth} levels.`)
    } else if (char === '}' || char === ']') depth -= 1
  }
}

function findUnstorable(value: unknown, pointer: string): InputProblem[] {
  if (typeof value === 'string') return textProblem(value, pointer)
  if (typeof value === 'number' && !Number.isFinite(value)) return [{ detail: 'The number is too large', pointer }]
  if (Array.isArray(value)) return value.flatMap((item, i) => findUnstorable(item, `${pointer}/${i}`))
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, item]) => {
    const here = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
    return [...textProblem(key, here), ...findUnstorable(item, here)]
  })
}

function textProblem(text: string, pointer: string): InputProblem[] {
  if (text.includes('\0'))
    return [{ detail: 'Text may not contain the NUL character', pointer: pointer.toWellFormed() }]
  if (!text.isWellFormed())
    return [{ detail: 'Text may not contain half of a surrogate pair', pointer: pointer.toWellFormed() }]
  return []
}
