import { hash, timingSafeEqual } from 'node:crypto'
import { type Context, withActor } from '../../context'
import { classifyDbError, databaseTime, getDb, type Tx, withTx } from '../../db'
import { AppError } from '../../errors'
import { logger } from '../../logger'
import { redactText } from '../../redact'
import { raise, resolveOpen } from '../evaluate'
import { signalsChannel } from '../evaluate/evaluator'
import { fingerprintOf } from '../evaluate/fingerprint'
import { InboundKind, type InboundReceipt } from './contract'
import { type InboundAlert, type InboundMessage, type InboundReader, plainLine } from './inbound-alert'
import { hashOfKey } from './inbound-key'
import { inboundRule } from './inbound-rule'
import { readPrometheus } from './read-prometheus'
import { readSentry } from './read-sentry'
import { readUptimeRobot } from './read-uptimerobot'

const readers: Record<InboundKind, { system: string; read: InboundReader }> = {
  alertmanager: { system: 'Alertmanager', read: readPrometheus },
  grafana: { system: 'Grafana', read: readPrometheus },
  sentry: { system: 'Sentry', read: readSentry },
  uptimerobot: { system: 'UptimeRobot', read: readUptimeRobot },
}

/** Alerts of one transaction: a group of a thousand must not hold its rows for long. */
const perTransaction = 50
const maxSubject = 250

type Inbound = { id: string; name: string; kind: InboundKind }
type Delivered = { key: string; query: Record<string, string>; readBody: () => Promise<unknown> }

/**
 * Takes what another system says: "firing" opens an alert or finds it open, "resolved" ends it, and a repeat of either
 * changes nothing. Throws NOT_FOUND alike for a key that never was and one that was revoked, INVALID_INPUT for a message
 * that is not one of that system.
 */
export async function receiveAlerts(ctx: Context, { key, query, readBody }: Delivered): Promise<InboundReceipt> {
  const inbound = await findInbound(key)
  const message = readMessage(inbound, { body: await readBody(), query })
  if (message.reason)
    logger.warn('ALERT_INBOUND_IGNORED', { inbound: inbound.name, ignored: message.ignored, error: message.reason })
  // What is said of one trouble last is what holds.
  const alerts = [...new Map(message.alerts.map((alert) => [alert.subject, alert])).values()]
  const received = message.alerts.length + message.ignored
  const receipt = { received, opened: 0, resolved: 0, ignored: received - alerts.length }
  const sender = withActor(ctx, { type: 'system', name: inbound.name })
  for (let at = 0; at === 0 || at < alerts.length; at += perTransaction) {
    const outcomes = await inTx(sender, async (tx) => {
      // Not this process's: what is told of an alert is put in order by when it was written.
      const now = await databaseTime(tx)
      await tx.alertInbound.updateMany({ where: { id: inbound.id }, data: { lastReceivedAt: now } })
      const done: Outcome[] = []
      for (const alert of alerts.slice(at, at + perTransaction))
        done.push(await take(tx, sender, { inbound, alert, now }))
      return done
    })
    for (const outcome of outcomes) receipt[outcome] += 1
  }
  return receipt
}

/** Senders repeat what could not be taken for now, and nothing that is their own mistake: 503 and not 409. */
async function inTx<T>(ctx: Context, fn: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await withTx(ctx, fn)
  } catch (cause) {
    if (classifyDbError(cause)?.kind !== 'retryable') throw cause
    throw new AppError('UNAVAILABLE', 'Others change the same alerts at this moment. Please send it again.', {
      cause,
      headers: { 'retry-after': '5' },
    })
  }
}

async function findInbound(key: string): Promise<Inbound> {
  const keyHash = hashOfKey(key)
  const row = await getDb().alertInbound.findUnique({
    where: { keyHash },
    select: { id: true, name: true, kind: true, keyHash: true, revokedAt: true },
  })
  if (!row || !timingSafeEqual(row.keyHash, keyHash) || row.revokedAt)
    throw new AppError('NOT_FOUND', 'There is nothing at this address.')
  return { id: row.id, name: row.name, kind: InboundKind.parse(row.kind) }
}

function readMessage({ kind }: Inbound, input: Parameters<InboundReader>[0]): InboundMessage {
  const { system, read } = readers[kind]
  try {
    return read(input)
  } catch (cause) {
    throw new AppError('INVALID_INPUT', `This is not a message that ${system} sends.`, { cause })
  }
}

/** Two troubles whose names differ in nothing but a secret are still two. */
function subjectOf(name: string): string {
  const line = plainLine(name, maxSubject)
  return redactText(name) === name
    ? line
    : `${line.slice(0, maxSubject - 17)} ${hash('sha256', name, 'hex').slice(0, 16)}`
}

type Outcome = 'opened' | 'resolved' | 'ignored'
type Taken = { inbound: Inbound; alert: InboundAlert; now: Date }

async function take(tx: Tx, ctx: Context, { inbound, alert, now }: Taken): Promise<Outcome> {
  const source = inbound.name
  const { startedAt, sentence, severity, facts } = alert
  const subject = subjectOf(alert.subject)
  const fingerprint = fingerprintOf({ source, subject })
  if (alert.status === 'resolved') {
    const ended = await resolveOpen(tx, ctx, { rule: inboundRule, fingerprint, now, how: 'recovered' })
    return ended > 0 ? 'resolved' : 'ignored'
  }
  if (startedAt && (await isOver(tx, fingerprint, startedAt))) return 'ignored'
  const { isNew } = await raise(tx, ctx, {
    rule: { name: inboundRule, title: alert.title, severity },
    finding: { source, subject, severity, sentence, facts, firstAt: startedAt ?? now, lastAt: now },
    now,
  })
  // Whom to tell is the evaluator's to decide, and it need not wait for its next look.
  if (isNew) await tx.$executeRaw`SELECT pg_notify(${signalsChannel}, '')`
  return isNew ? 'opened' : 'ignored'
}

/** A "firing" that was sent again, or overtaken on its way, after its own "resolved". */
async function isOver(tx: Tx, fingerprint: string, startedAt: Date): Promise<boolean> {
  const ended = await tx.alert.findFirst({
    where: { rule: inboundRule, fingerprint, state: 'RESOLVED', resolvedHow: 'recovered', firstAt: startedAt },
    select: { id: true },
  })
  return ended !== null
}
