import { getPool } from '../../db'
import type { UnusualSignIn } from './contract'
import type { DigestDay } from './digest-day'

/** How far back somebody's habits are looked up. */
const habitDays = 90
/** Sign-ins before an hour at which there was none says anything. */
const enoughForHours = 20
const maxSignIns = 10
const failuresOfAccount = 5
const failuresOfAddress = 10

type SignIn = {
  at: Date
  name: string
  ipAddress: string | null
  localTime: string
  isNewAddress: boolean
  isNewBrowser: boolean
  isNewHour: boolean
}

// A browser that has only become newer is the same one, so that its numbers are left out.
const browserSql = (row: string) => `regexp_replace(coalesce(${row}."userAgent", ''), '[0-9.]+', '#', 'g')`

const signInsSql = `
  SELECT h."loginAt" AS at, u."name", h."ipAddress", to_char(h."loginAt" AT TIME ZONE $3, 'HH24:MI') AS "localTime",
    NOT coalesce(h."ipAddress" = ANY(habit.addresses), true) AS "isNewAddress",
    NOT coalesce(${browserSql('h')} = ANY(habit.browsers), true) AS "isNewBrowser",
    habit.count >= ${enoughForHours} AND NOT extract(hour FROM h."loginAt" AT TIME ZONE $3)::int = ANY(habit.hours) AS "isNewHour"
  FROM "UserLoginHistory" AS h JOIN "User" AS u ON u."id" = h."userId"
  JOIN LATERAL (
    SELECT count(*) AS count, array_agg(DISTINCT p."ipAddress") AS addresses, array_agg(DISTINCT ${browserSql('p')}) AS browsers,
      array_agg(DISTINCT extract(hour FROM p."loginAt" AT TIME ZONE $3)::int) AS hours
    FROM "UserLoginHistory" AS p
    WHERE p."userId" = h."userId" AND p."success" AND p."loginAt" < $1 AND p."loginAt" >= $1::timestamptz - interval '${habitDays} days'
  ) AS habit ON habit.count > 0
  WHERE h."success" AND h."loginAt" >= $1 AND h."loginAt" < $2 ORDER BY h."loginAt"`

const burstsSql = `
  SELECT max(h."loginAt") AS at, count(*)::int AS count, max(u."name") AS name, NULL AS "ipAddress", bool_or(h."userId" IS NOT NULL) AS "isKnown"
  FROM "UserLoginHistory" AS h LEFT JOIN "User" AS u ON u."id" = h."userId"
  WHERE NOT h."success" AND h."loginAt" >= $1 AND h."loginAt" < $2 GROUP BY h."accountKey" HAVING count(*) >= ${failuresOfAccount}
  UNION ALL
  SELECT max("loginAt"), count(*)::int, NULL, "ipAddress", false FROM "UserLoginHistory"
  WHERE NOT "success" AND "loginAt" >= $1 AND "loginAt" < $2 AND "ipAddress" IS NOT NULL
  GROUP BY "ipAddress" HAVING count(*) >= ${failuresOfAddress} ORDER BY count DESC`

type Burst = { at: Date; count: number; name: string | null; ipAddress: string | null; isKnown: boolean }

/**
 * Sign-ins from an address, with a browser or at an hour that the person had not used in the 90 days before, each way once
 * per person; and many failed ones of one account or address.
 */
export async function findSignIns({ from, to, timeZone }: DigestDay): Promise<UnusualSignIn[]> {
  const signIns = await getPool().query<SignIn>(signInsSql, [from, to, timeZone])
  const bursts = await getPool().query<Burst>(burstsSql, [from, to])
  const told = new Map<string, UnusualSignIn>()
  for (const signIn of signIns.rows) {
    const sentence = sentenceOf(signIn)
    const key = `${signIn.name} ${signIn.ipAddress} ${sentence?.replace(/\d\d:\d\d/, '')}`
    if (sentence && !told.has(key)) told.set(key, { at: signIn.at.toISOString(), sentence })
  }
  const failed = bursts.rows.map((burst) => ({ at: burst.at.toISOString(), sentence: burstSentence(burst) }))
  return [...failed, ...told.values()].slice(0, maxSignIns)
}

function sentenceOf({ name, ipAddress, localTime, ...is }: SignIn): string | undefined {
  const ways = [
    ...(is.isNewAddress ? [`from a new address (${ipAddress})`] : []),
    ...(is.isNewBrowser ? ['with a new browser'] : []),
    ...(is.isNewHour ? [`at ${localTime}, an hour never used before`] : []),
  ]
  return ways.length === 0 ? undefined : `${name} signed in ${ways.join(' and ')}`
}

function burstSentence({ count, name, ipAddress, isKnown }: Burst): string {
  if (ipAddress !== null) return `${count} failed sign-ins from ${ipAddress}`
  return `${count} failed sign-ins ${isKnown ? `as ${name ?? 'a member'}` : 'to an account that does not exist'}`
}
