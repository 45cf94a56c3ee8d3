import { describe, expect, it } from 'vitest'
import { type Context, systemContext } from '../context'
import { AppError } from '../errors'
import { useDatabase } from '../testing/database'
import { createUser, findSession, resetPassword, signIn, signOut } from './index'

const db = useDatabase()
const password = 'correct horse battery'

function from(ipAddress: string, at?: Date): Context {
  return systemContext('test', {
    actor: { type: 'anonymous' },
    ipAddress,
    userAgent: 'test agent',
    ...(at ? { now: () => at } : {}),
  })
}

let serial = 0
async function newMember() {
  serial += 1
  const email = `member${serial}@example.org`
  const { id } = await createUser(systemContext('test'), { email, name: `Member ${serial}`, role: 'STAFF', password })
  return { id, email, ip: `10.0.0.${serial}` }
}

const minutes = (n: number) => n * 60_000

describe('signing in', () => {
  it('opens a session, counts the sign-in and records LOGIN in one step', async () => {
    const { id, email, ip } = await newMember()
    const outcome = await signIn(from(ip), { email: ` ${email.toUpperCase()} `, password })
    if (outcome.kind !== 'signedIn') throw new Error(`expected a session, got ${outcome.kind}`)
    expect(await findSession(outcome.sessionId)).toMatchObject({ id, email, role: 'STAFF' })
    const [user] = await db.ownerQuery(`SELECT "loginCount", "lastLoginAt" FROM "User" WHERE "id" = $1`, [id])
    expect(user).toMatchObject({ loginCount: 1, lastLoginAt: expect.any(Date) })
    const history = await db.ownerQuery(`SELECT * FROM "UserLoginHistory" WHERE "userId" = $1`, [id])
    expect(history).toMatchObject([{ success: true, failureReason: null, ipAddress: ip, userAgent: 'test agent' }])
    const events = await db.ownerQuery(`SELECT * FROM "AuditLog" WHERE "userId" = $1`, [id])
    expect(events).toMatchObject([{ action: 'LOGIN', ipAddress: ip, userEmail: email, actorType: 'user' }])
  })

  it('gives the same answer to a wrong password, an unknown and a disabled account, and records each', async () => {
    const { id, email } = await newMember()
    const disabled = await newMember()
    await db.ownerQuery(`UPDATE "User" SET "disabledAt" = now() WHERE "id" = $1`, [disabled.id])
    expect(await signIn(from('10.1.0.1'), { email, password: 'wrong wrong wrong' })).toEqual({ kind: 'refused' })
    expect(await signIn(from('10.1.0.2'), { email: 'nobody@example.org', password })).toEqual({ kind: 'refused' })
    expect(await signIn(from('10.1.0.3'), { email: disabled.email, password })).toEqual({ kind: 'refused' })
    const rows = await db.ownerQuery(
      `SELECT "failureReason", "userId" FROM "UserLoginHistory" WHERE "ipAddress" LIKE '10.1.0.%' ORDER BY "ipAddress"`,
    )
    expect(rows).toEqual([
      { failureReason: 'wrong password', userId: id },
      { failureReason: 'unknown account', userId: null },
      { failureReason: 'disabled', userId: disabled.id },
    ])
    const events = await db.ownerQuery(`SELECT "action" FROM "AuditLog" WHERE "ipAddress" LIKE '10.1.0.%'`)
    expect(events.map((event) => event.action)).toEqual(['LOGIN_FAILED', 'LOGIN_FAILED', 'LOGIN_FAILED'])
  })

  it('does as much work for an unknown account as for a wrong password', async () => {
    const { email } = await newMember()
    // Processor time, hashing threads included: unlike the clock it does not see what else the machine does.
    const work = async (address: string, ip: string) => {
      const before = process.cpuUsage()
      await signIn(from(ip), { email: address, password: 'wrong wrong wrong' })
      const { user, system } = process.cpuUsage(before)
      return user + system
    }
    await work('warm@example.org', '10.2.0.1')
    let known = 0
    let unknown = 0
    for (let round = 0; round < 4; round += 1) {
      known += await work(email, `10.2.1.${round}`)
      unknown += await work(`nobody${round}@example.org`, `10.2.2.${round}`)
    }
    // Without the decoy an unknown account costs about a fifth.
    expect(unknown).toBeGreaterThan(known * 0.6)
  })
})

describe('lock-out', () => {
  it('locks an account for 15 minutes after five failures, also for the right password, and says so once', async () => {
    const { id, email, ip } = await newMember()
    const start = new Date()
    for (let i = 0; i < 5; i += 1) await signIn(from(`${ip}${i}`, start), { email, password: 'wrong wrong wrong' })
    const during = new Date(start.getTime() + minutes(14))
    expect(await signIn(from('10.3.0.1', during), { email, password })).toMatchObject({ kind: 'locked' })
    const after = new Date(start.getTime() + minutes(15) + 1)
    expect(await signIn(from('10.3.0.1', after), { email, password })).toMatchObject({ kind: 'signedIn' })
    const locks = await db.ownerQuery(
      `SELECT 1 FROM "AuditLog" WHERE "action" = 'ACCOUNT_LOCKED' AND "entityId" = $1`,
      [id],
    )
    expect(locks).toHaveLength(1)
  })

  it('locks unknown accounts just the same', async () => {
    for (let i = 0; i < 5; i += 1) await signIn(from(`10.4.0.${i}`), { email: 'ghost@example.org', password })
    expect(await signIn(from('10.4.0.9'), { email: 'ghost@example.org', password })).toMatchObject({ kind: 'locked' })
  })

  it('lets no more than five of thirty parallel guesses at one account look at the password', async () => {
    const { email } = await newMember()
    const guesses = Array.from({ length: 30 }, (_, i) =>
      signIn(from(`10.5.0.${i}`), { email, password: 'guess guess guess' }),
    )
    const outcomes = (await Promise.all(guesses)).map((outcome) => outcome.kind)
    expect(outcomes.filter((kind) => kind === 'refused')).toHaveLength(5)
    expect(outcomes.filter((kind) => kind === 'locked')).toHaveLength(25)
    const told = await db.ownerQuery(
      `SELECT 1 FROM "AuditLog" WHERE "action" = 'ACCOUNT_LOCKED' AND "description" LIKE $1`,
      [`%${email}%`],
    )
    expect(told).toHaveLength(1)
  })

  it('locks an address after twenty failures over many accounts', async () => {
    for (let i = 0; i < 20; i += 1) await signIn(from('10.6.0.1'), { email: `spray${i}@example.org`, password })
    const { email } = await newMember()
    expect(await signIn(from('10.6.0.1'), { email, password })).toMatchObject({ kind: 'locked' })
    expect(await signIn(from('10.6.0.2'), { email, password })).toMatchObject({ kind: 'signedIn' })
  })

  it('locks the network of an IPv6 address: a client has all of it to choose from', async () => {
    const address = (i: number) => `2001:db8:0:7::${i.toString(16)}`
    for (let i = 0; i < 20; i += 1) await signIn(from(address(i)), { email: `spray6-${i}@example.org`, password })
    const { email } = await newMember()
    expect(await signIn(from('2001:db8:0:7:1:2:3:4'), { email, password })).toMatchObject({ kind: 'locked' })
    expect(await signIn(from('2001:db8:0:8::1'), { email, password })).toMatchObject({ kind: 'signedIn' })
  })

  it('keeps a hundred of the attempts it refuses, and is not made longer by them', async () => {
    const { email, ip } = await newMember()
    const start = new Date()
    for (let i = 0; i < 5; i += 1) await signIn(from(`${ip}${i}`, start), { email, password: 'wrong wrong wrong' })
    const during = new Date(start.getTime() + minutes(14))
    for (let i = 0; i < 120; i += 1)
      expect(await signIn(from(`10.7.${i}.1`, during), { email, password })).toMatchObject({ kind: 'locked' })
    const kept = await db.ownerQuery(
      `SELECT "failureReason" FROM "UserLoginHistory" WHERE "ipAddress" LIKE '10.7.%' AND NOT "success"`,
    )
    expect(kept).toHaveLength(95)
    expect(kept).toContainEqual({ failureReason: 'locked' })
    const after = new Date(start.getTime() + minutes(15) + 1)
    expect(await signIn(from('10.7.0.2', after), { email, password })).toMatchObject({ kind: 'signedIn' })
  })

  it('forgets the failures of an account when it signs in', async () => {
    const { email, ip } = await newMember()
    for (let round = 0; round < 2; round += 1) {
      for (let i = 0; i < 4; i += 1) await signIn(from(ip), { email, password: 'wrong wrong wrong' })
      expect(await signIn(from(ip), { email, password })).toMatchObject({ kind: 'signedIn' })
    }
  })
})

describe('sessions', () => {
  it('ends at once when signed out, reset, or the account is disabled', async () => {
    const { id, email, ip } = await newMember()
    const open = async (secret: string) => {
      const outcome = await signIn(from(ip), { email, password: secret })
      return outcome.kind === 'signedIn' ? outcome.sessionId : ''
    }
    const first = await open(password)
    await signOut(from(ip), first)
    expect(await findSession(first)).toBeNull()
    const second = await open(password)
    await resetPassword(systemContext('test'), { email, password: 'another long password' })
    expect(await findSession(second)).toBeNull()
    const third = await open('another long password')
    expect(await findSession(third)).not.toBeNull()
    await db.ownerQuery(`UPDATE "User" SET "disabledAt" = now() WHERE "id" = $1`, [id])
    expect(await findSession(third)).toBeNull()
  })

  it('marks activity without being taken for an outside change', async () => {
    const { email, ip } = await newMember()
    const outcome = await signIn(from(ip), { email, password })
    const sessionId = outcome.kind === 'signedIn' ? outcome.sessionId : ''
    await db.ownerQuery(
      `WITH ctx AS MATERIALIZED (SELECT set_config('daybook.ctx', 'test', true) AS label)
       UPDATE "Session" SET "lastSeenAt" = now() - interval '2 minutes' FROM ctx WHERE "id" = $1 AND ctx.label IS NOT NULL`,
      [sessionId],
    )
    await findSession(sessionId)
    const [row] = await db.ownerQuery(
      `SELECT now() - "lastSeenAt" < interval '10 s' AS fresh FROM "Session" WHERE "id" = $1`,
      [sessionId],
    )
    expect(row).toEqual({ fresh: true })
    const outside = await db.ownerQuery(
      `SELECT 1 FROM "AuditLog" WHERE "action" = 'OUT_OF_BAND_CHANGE' AND "entityType" = 'Session'`,
    )
    expect(outside).toEqual([])
  })
})

it('refuses a second member with the same address', async () => {
  const { email } = await newMember()
  const again = createUser(systemContext('test'), { email, name: 'Twin', role: 'ADMIN', password })
  await expect(again).rejects.toSatisfy((error) => error instanceof AppError && error.code === 'CONFLICT')
})
