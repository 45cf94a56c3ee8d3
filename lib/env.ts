import { hash } from 'node:crypto'
import { z } from 'zod'

/**
 * Everything Daybook reads from the environment, parsed once.
 * Empty means missing. All problems are reported together, each by its variable's name.
 */
const Env = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_OWNER_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_DIRECT_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  DATABASE_POOL_MAX: z.coerce.number().int().min(1).max(500).default(20),
  DATABASE_DISK_BYTES: z.coerce.number().int().positive().optional(),
  DAYBOOK_DATA_DIR: z.string().default('.daybook'),
  DAYBOOK_DIST_DIR: z.string().default('.next'),
  DAYBOOK_TRIAL: z.stringbool().default(false),
  DAYBOOK_FOUNDER_EMAIL: z.email().optional(),
  DAYBOOK_FOUNDER_PASSWORD: z.string().min(12).max(200).optional(),
  DAYBOOK_RELEASE: z.string().max(120).optional(),
  NEXTAUTH_SECRET: z.string().min(32).optional(),
  AUTH_SECRET: z.string().min(32).optional(),
  NEXTAUTH_URL: z.url({ protocol: /^https?$/ }).optional(),
  PORT: z.coerce.number().int().min(1).max(65535).default(3000),
  HOST: z.string().default('0.0.0.0'),
  SENTRY_DSN: z.url({ protocol: /^https?$/ }).optional(),
  NEXT_PUBLIC_SENTRY_DSN: z.url({ protocol: /^https?$/ }).optional(),
  SENTRY_ENVIRONMENT: z.string().max(64).optional(),
  SENTRY_TRACES_SAMPLE_RATE: z.coerce.number().min(0).max(1).default(0.1),
  SENTRY_CAPTURE_4XX: z.stringbool().default(false),
  SENTRY_REPLAY_SESSION_SAMPLE_RATE: z.coerce.number().min(0).max(1).default(0),
  SENTRY_REPLAY_ERROR_SAMPLE_RATE: z.coerce.number().min(0).max(1).default(0),
  SENTRY_ORG_URL: z.url({ protocol: /^https?$/ }).optional(),
  SENTRY_AUTH_TOKEN: z.string().max(2_000).optional(),
  SENTRY_ORG: z.string().max(200).optional(),
  SENTRY_PROJECT: z.string().max(200).optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  TRUSTED_PROXY_HOPS: z.coerce.number().int().min(0).max(10).default(0),
  RATE_LIMIT_ENABLED: z.stringbool().default(true),
  RATE_LIMIT_WINDOW_MS: z.coerce.number().int().min(1_000).max(86_400_000).default(60_000),
  RATE_LIMIT_MAX_REQUESTS: z.coerce.number().int().min(1).max(100_000_000).default(1_000),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  HEALTH_PUBLIC_DETAIL: z.enum(['minimal', 'full']).default('minimal'),
  BACKUP_DIR: z.string().optional(),
  CLOUDINARY_URL: z
    .string()
    .regex(/^cloudinary:\/\/[^:@/\s]+:[^:@/\s]+@[a-zA-Z0-9_-]+$/, 'must be cloudinary://key:secret@cloud')
    .optional(),
  AUDIT_SPOOL_DIR: z.string().optional(),
  AUDIT_DROP_AFTER_DAYS: z.coerce.number().int().min(1_826).max(36_500).optional(),
  AUDIT_SIGNING_KEY: z
    .string()
    .refine(
      isSigningKey,
      'must be 32 bytes in base64 (openssl rand -base64 32) or a PRIVATE+KEY+… of the signed-note format',
    )
    .optional(),
  AUDIT_OLD_KEYS: z
    .string()
    .default('')
    .transform((text) => text.split(/[\s,]+/).filter((key) => key !== ''))
    .refine((keys) => keys.every(isPublicKey), {
      message: 'must be public keys, whole and unchanged, as `daybook audit key` prints them, separated by commas',
    }),
  SECRETS_KEY: z
    .string()
    .refine((text) => Buffer.from(text, 'base64').length === 32, 'must be 32 bytes in base64 (openssl rand -base64 32)')
    .optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  EMAIL_FROM: z.string().max(254).optional(),
  SLACK_WEBHOOK_URL: z.url({ protocol: /^https?$/ }).optional(),
  DISCORD_WEBHOOK_URL: z.url({ protocol: /^https?$/ }).optional(),
  ALERT_EMAIL_TO: z.string().max(2_000).optional(),
  ALERT_WEBHOOK_URL: z.url({ protocol: /^https?$/ }).optional(),
  ALERT_WEBHOOK_SECRET: z
    .string()
    .regex(/^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/, 'must be whsec_ and 24 to 64 bytes in base64')
    .optional(),
  ALERT_ALLOW_PRIVATE_ADDRESSES: z.stringbool().default(false),
  HEARTBEAT_PING_URL: z.url({ protocol: /^https?$/ }).optional(),
  ROOT_API_KEY: z
    .string()
    .regex(/^dbk_[A-Za-z0-9_-]{32,200}$/, 'must be dbk_ and 32 characters or more (echo dbk_$(openssl rand -hex 32))')
    .optional(),
  WORKER: z.enum(['on', 'off']).default('on'),
  AUDIT_LOG_ORIGIN: z
    .string()
    .max(200)
    .regex(/^[^\s+,]+$/, 'must have no space, plus sign or comma: they divide keys and lists of keys')
    .optional(),
})
export type Env = z.infer<typeof Env>

function isSigningKey(text: string): boolean {
  return text.startsWith('PRIVATE+KEY+') || Buffer.from(text, 'base64').length === 32
}

/** A verifier key of the signed-note format: name, checksum of name and key, and type 1 with 32 bytes of Ed25519. */
function isPublicKey(text: string): boolean {
  const [, name, id, key = ''] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})$/.exec(text) ?? []
  const data = Buffer.from(key, 'base64')
  return data[0] === 1 && hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), data]), 'hex').slice(0, 8) === id
}

/** Names of all variables Daybook reads; `.env.example` is tested against it. */
export const envNames = Object.keys(Env.shape)

/** Parses `source`; throws an Error whose message lists every wrong variable by name. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const present = Object.fromEntries(
    envNames
      .map((name) => [name, source[name]?.trim()] as const)
      .filter(([, value]) => value !== undefined && value !== ''),
  )
  const result = Env.safeParse(present)
  if (result.success) return result.data
  const lines = result.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
  throw new Error(`The environment has ${lines.length} problem${lines.length === 1 ? '' : 's'}:\n${lines.join('\n')}`)
}

/** Whether a variable has a value at all, for those whose default depends on how Daybook was started. */
export function isGiven(name: keyof Env): boolean {
  return Boolean(process.env[name]?.trim())
}

let parsed: Env | undefined

/** The parsed environment of this process. Read lazily, so that a build needs no database address. */
export function env(): Env {
  parsed ??= parseEnv(process.env)
  return parsed
}

/**
 * Sets variables for this process and parses again. For the command line only, which finds out
 * addresses (embedded database, free port) before anything else runs.
 */
export function setEnv(values: Partial<Record<keyof Env, string>>): Env {
  Object.assign(process.env, values)
  parsed = undefined
  return env()
}
