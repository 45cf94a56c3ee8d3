import { type Context, systemContext } from '../../lib/context'
import { getDb } from '../../lib/db'
import { createUser, signIn, signOut } from '../../lib/members'
import { withCrashingConversion } from './crash'
import { type Outcome, perform } from './perform'
import type { Act } from './plan'
import { type StaffKey, staff } from './school'
import { findStaff, passwordOf, type SampleActor, schoolActor } from './staff'
import { callOf, type Progress, required } from './task'

type TaskAct = Extract<Act, { kind: 'task' }>

/** What the acts so far have brought. */
type Run = { ownerUrl: string; people: Map<StaffKey, SampleActor>; journeys: Map<number, Progress> }

export type BackfillOptions = { ownerUrl: string; signal?: AbortSignal; onAct?: (done: number, of: number) => void }

/**
 * Lets everything in `plan` happen, in order and at its own time, through the use cases. What an earlier run
 * did (its request ids stand in the trail) is not done again: a run that was killed is completed, not repeated.
 */
export async function backfill(plan: readonly Act[], { ownerUrl, signal, onAct }: BackfillOptions): Promise<void> {
  const run: Run = { ownerUrl, people: await knownPeople(), journeys: new Map() }
  const earlier = await earlierActs()
  const lastDone = plan.findLastIndex(({ id }) => earlier.has(id))
  for (const [index, act] of plan.entries()) {
    signal?.throwIfAborted()
    if (index < lastDone || earlier.get(act.id)?.isFinished) await recall(run, act, earlier.get(act.id)?.progress ?? {})
    else await happen(run, act)
    onAct?.(index + 1, plan.length)
  }
}

async function knownPeople(): Promise<Map<StaffKey, SampleActor>> {
  const known = await findStaff()
  return new Map(
    staff.flatMap(({ key, email }) => {
      const actor = known.find((person) => person.email === email)
      return actor ? [[key, actor] as const] : []
    }),
  )
}

type Earlier = { isFinished: boolean; progress: Progress }

const brings: Record<string, keyof Progress> = {
  LEAD_CREATED: 'leadId',
  INVOICE_GENERATED: 'invoiceId',
  STUDENT_CREATED: 'studentId',
}

/** What stands in the trail, by act. A conversion that was started and no more is not finished. */
async function earlierActs(): Promise<Map<string, Earlier>> {
  const events = await getDb().auditLog.findMany({
    where: { source: 'sample' },
    select: { requestId: true, action: true, entityId: true },
  })
  const acts = new Map<string, Earlier>()
  for (const { requestId, action, entityId } of events) {
    const act = acts.get(requestId ?? '') ?? { isFinished: false, progress: {} }
    const brought = brings[action]
    if (brought && entityId !== null) act.progress[brought] = entityId
    act.isFinished ||= action !== 'CONVERSION_STARTED'
    acts.set(requestId ?? '', act)
  }
  return acts
}

/** Brings back what later acts need of one that was done before. */
async function recall(run: Run, act: Act, progress: Progress): Promise<void> {
  if (act.kind === 'task') run.journeys.set(act.journey, { ...run.journeys.get(act.journey), ...progress })
  if (act.kind !== 'signIn') return
  const actor = personOf(run, act.by)
  const session = await getDb().session.findFirst({
    where: { userId: actor.id, createdAt: act.at },
    select: { id: true },
  })
  run.people.set(act.by, { ...actor, sessionId: session?.id ?? actor.sessionId })
}

async function happen(run: Run, act: Act): Promise<void> {
  if (act.kind === 'task') return work(run, act)
  if (act.kind === 'joins') return join(run, act)
  const actor = personOf(run, act.by)
  const ctx = contextOf(act, actor, { method: 'POST', path: '/api/auth/callback/credentials' })
  if (act.kind === 'signOut') return signOut({ ...ctx, path: '/api/auth/signout' }, actor.sessionId)
  const password = act.kind === 'signIn' ? passwordOf(actor) : 'not the password'
  const outcome = await signIn(ctx, { email: actor.email, password })
  if (outcome.kind === 'signedIn') run.people.set(act.by, { ...actor, sessionId: outcome.sessionId })
  else if (act.kind === 'signIn') throw new Error(`${actor.name} could not sign in: ${outcome.kind}`)
}

async function join(run: Run, act: Act): Promise<void> {
  const member = memberOf(act.by)
  const by = run.people.get('marta') ?? schoolActor(act.id)
  if (!run.people.has(act.by)) {
    const { email, name, role } = member
    const ctx = contextOf(act, by, { method: 'POST', path: '/api/members' })
    await createUser(ctx, { email, name, role, password: passwordOf(member) }, { isSample: true })
  }
  run.people = await knownPeople()
}

async function work(run: Run, act: TaskAct): Promise<void> {
  const progress = run.journeys.get(act.journey) ?? {}
  const ctx = contextOf(act, personOf(run, act.by), callOf(act.task, progress, act.at))
  const outcome = await (isCrash(act) ? crash(run, ctx, act, progress) : perform(ctx, act.task, progress))
  if (outcome?.kind === 'failed' && !isCrash(act)) throw new Error(outcome.reason)
  if (outcome?.kind === 'done') run.journeys.set(act.journey, outcome.progress)
}

const isCrash = ({ task }: TaskAct) => task.do === 'convert' && task.crash === true

function crash(run: Run, ctx: Context, { task }: TaskAct, progress: Progress): Promise<Outcome | undefined> {
  return withCrashingConversion(run.ownerUrl, required(progress.leadId), () => perform(ctx, task, progress))
}

function personOf(run: Run, key: StaffKey): SampleActor {
  const actor = run.people.get(key)
  if (!actor) throw new Error(`The sample staff has no ${key} yet`)
  return actor
}

function memberOf(key: StaffKey) {
  const member = staff.find((candidate) => candidate.key === key)
  if (!member) throw new Error(`There is no ${key} in the school`)
  return member
}

function contextOf(act: Act, actor: SampleActor, { method, path }: { method: string; path: string }): Context {
  const { id, at, ipAddress } = act
  const { userAgent } = memberOf(act.by)
  const ids = { requestId: id, correlationId: id }
  return systemContext('sample data', { actor, ...ids, ipAddress, userAgent, method, path, now: () => at })
}
