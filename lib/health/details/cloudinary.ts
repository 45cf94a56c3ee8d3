import { z } from 'zod'
import { minuteMs, secondMs } from '../../clock'
import { env } from '../../env'
import { logger } from '../../logger'
import { send } from '../../outbound'
import { processSingleton } from '../../singleton'
import type { CloudinaryUsage } from '../contract'

/** The usage API allows 2,000 calls an hour and changes once a day. */
const freshForMs = 10 * minuteMs
const timeoutMs = 8 * secondMs

/** What of the answer of `GET /v1_1/<cloud>/usage` is read (Cloudinary Admin API). */
const Answer = z.looseObject({
  plan: z.string().optional(),
  storage: z.looseObject({ usage: z.number().optional() }).optional(),
  bandwidth: z.looseObject({ usage: z.number().optional() }).optional(),
  credits: z.looseObject({ used_percent: z.number().optional() }).optional(),
})

type Kept = { usage: CloudinaryUsage; askedAtMs: number; isAsking: boolean }

const nothing = {
  at: null,
  storageBytes: null,
  bandwidthBytes: null,
  creditsUsedPercent: null,
  plan: null,
  problem: null,
} as const

/** Where usage is asked for, and what is sent along. */
type Account = { url: string; authorization: string }

/** `cloudinary://key:secret@cloud` as the address of its usage. */
export function accountOf(cloudinaryUrl: string, base = 'https://api.cloudinary.com'): Account {
  const { username, password, hostname } = new URL(cloudinaryUrl)
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return {
    url: `${base}/v1_1/${hostname}/usage`,
    authorization: `Basic ${Buffer.from(credentials).toString('base64')}`,
  }
}

/**
 * What is known of the files kept at Cloudinary, or null when none is configured. Never waits: the answer is the last
 * one, and one that is older than ten minutes is asked for again meanwhile.
 */
export function cloudinaryUsage(account = configured()): CloudinaryUsage | null {
  if (!account) return null
  const kept = processSingleton<Kept>(`health.cloudinary.${account.url}`, () => ({
    usage: { status: 'asking', ...nothing },
    askedAtMs: Number.NEGATIVE_INFINITY,
    isAsking: false,
  }))
  if (!kept.isAsking && performance.now() - kept.askedAtMs > freshForMs) void refresh(kept, account)
  return kept.usage
}

function configured(): Account | undefined {
  const { CLOUDINARY_URL } = env()
  return CLOUDINARY_URL === undefined ? undefined : accountOf(CLOUDINARY_URL)
}

async function refresh(kept: Kept, account: Account): Promise<void> {
  kept.isAsking = true
  try {
    kept.usage = await ask(account)
  } catch (error) {
    logger.warn('CLOUDINARY_USAGE_UNKNOWN', { error })
    // What was known stays: files do not vanish because a question failed.
    kept.usage = { ...kept.usage, status: 'failed', problem: 'Cloudinary did not answer' }
  } finally {
    kept.askedAtMs = performance.now()
    kept.isAsking = false
  }
}

async function ask({ url, authorization }: Account): Promise<CloudinaryUsage> {
  const { status, bodyStart } = await send({ url, method: 'GET', headers: { authorization }, timeoutMs })
  if (status !== 200) throw new Error(`Cloudinary answered ${status}`)
  const { plan, storage, bandwidth, credits } = Answer.parse(JSON.parse(bodyStart))
  return {
    status: 'known',
    at: new Date().toISOString(),
    storageBytes: storage?.usage ?? null,
    bandwidthBytes: bandwidth?.usage ?? null,
    creditsUsedPercent: credits?.used_percent ?? null,
    plan: plan ?? null,
    problem: null,
  }
}
