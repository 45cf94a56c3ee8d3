import { createHash } from 'node:crypto'
import { minuteMs } from '../clock'
import { Prisma, type Tx } from '../db'
import { uuidv7, uuidv7Floor } from '../ids'

const windowMs = 15 * minuteMs
const lockMs = 15 * minuteMs
export const maxFailuresPerAccount = 5
export const maxFailuresPerIp = 20

/** Why an attempt failed that was not looked at. Such attempts never make a lock longer. */
const refusedByLock = 'locked'
/** So many attempts of a quarter of an hour are kept per account and per address: a flood must not fill the table. */
const maxKeptAttempts = 100

/** What failed sign-ins are counted under: the same for known and unknown accounts. */
export function accountKeyOf(email: string): Buffer {
  return createHash('sha256').update(email).digest()
}

/** Whoever has one IPv6 address has all of its /64 to choose from, so the network is locked, and not the address. */
const isIPv6 = (ipAddress: string | null): ipAddress is string => ipAddress?.includes(':') === true
const networkOf = (ipAddress: string) => Prisma.sql`network(set_masklen(${ipAddress}::inet, 64))`

/** Attempts since an instant that came from this client. Rows are found by address, or by the time that their ids carry. */
function fromClient(ipAddress: string | null, since: Date): Prisma.Sql {
  const recent = Prisma.sql`"loginAt" > ${since}`
  if (!isIPv6(ipAddress)) return Prisma.sql`"ipAddress" = ${ipAddress} AND ${recent}`
  // Texts of IPv4 are never taken for one of the network; whether they are cast is not left to the planner.
  return Prisma.sql`"id" >= ${uuidv7Floor(since)}::uuid AND ${recent}
    AND CASE WHEN "ipAddress" LIKE '%:%' THEN "ipAddress"::inet <<= ${networkOf(ipAddress)} ELSE false END`
}

/**
 * Lets only one attempt per account and per address at a time decide whether it may go on, so that
 * parallel guesses cannot outrun the count.
 */
export async function lockAttempts(tx: Tx, accountKey: Buffer, ipAddress: string | null): Promise<void> {
  // Always in this order, so that two attempts do not wait for each other.
  const account = `account:${accountKey.toString('hex')}`
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${account}, 0))`
  if (ipAddress === null) return
  const client = isIPv6(ipAddress) ? Prisma.sql`${networkOf(ipAddress)}::text` : Prisma.sql`${ipAddress}::text`
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('ip:' || ${client}, 0))`
}

type Failures = { count: number; newest: Date | null }

/** When the account or the address may try again, or null when it may now. */
export async function lockedUntil(
  tx: Tx,
  accountKey: Buffer,
  ipAddress: string | null,
  now: Date,
): Promise<Date | null> {
  const since = new Date(now.getTime() - windowMs - lockMs)
  const [account] = await tx.$queryRaw<Failures[]>`
    WITH attempts AS (
      SELECT "loginAt" FROM "UserLoginHistory" WHERE "accountKey" = ${accountKey} AND NOT "success" AND "loginAt" > ${since}
        AND "failureReason" IS DISTINCT FROM ${refusedByLock} AND "loginAt" > coalesce((SELECT max("loginAt") FROM "UserLoginHistory" WHERE "accountKey" = ${accountKey} AND "success"), '-infinity')
    ), newest AS (SELECT max("loginAt") AS at FROM attempts)
    SELECT count(*)::int AS count, (SELECT at FROM newest) AS newest FROM attempts
    WHERE "loginAt" > (SELECT at FROM newest) - ${windowMs} * interval '1 millisecond'`
  const [address] = await tx.$queryRaw<Failures[]>`
    WITH attempts AS (
      SELECT "loginAt" FROM "UserLoginHistory" WHERE ${fromClient(ipAddress, since)} AND NOT "success"
        AND "failureReason" IS DISTINCT FROM ${refusedByLock}
    ), newest AS (SELECT max("loginAt") AS at FROM attempts)
    SELECT count(*)::int AS count, (SELECT at FROM newest) AS newest FROM attempts
    WHERE "loginAt" > (SELECT at FROM newest) - ${windowMs} * interval '1 millisecond'`
  const ends = [endOf(account, maxFailuresPerAccount), endOf(address, maxFailuresPerIp)].filter(
    (end) => end > now.getTime(),
  )
  return ends.length === 0 ? null : new Date(Math.max(...ends))
}

function endOf(failures: Failures | undefined, max: number): number {
  return failures?.newest && failures.count >= max ? failures.newest.getTime() + lockMs : 0
}

/** Keeps an attempt that a lock refused, so that whoever watches sees an attack go on. */
export async function keepRefused(
  tx: Tx,
  attempt: { accountKey: Buffer; ipAddress: string | null; userAgent: string | null; now: Date },
): Promise<void> {
  const { accountKey, ipAddress, userAgent, now } = attempt
  const since = new Date(now.getTime() - windowMs)
  await tx.$executeRaw`
    INSERT INTO "UserLoginHistory" ("id", "accountKey", "loginAt", "ipAddress", "userAgent", "success", "failureReason")
    SELECT ${uuidv7(now)}::uuid, ${accountKey}::bytea, ${now}::timestamptz, ${ipAddress}, ${userAgent}, false, ${refusedByLock}
    WHERE (SELECT count(*) FROM "UserLoginHistory" WHERE "accountKey" = ${accountKey} AND "loginAt" > ${since}) < ${maxKeptAttempts}
      AND (SELECT count(*) FROM "UserLoginHistory" WHERE ${fromClient(ipAddress, since)}) < ${maxKeptAttempts}`
}
