import { z } from 'zod'
import { minuteMs } from '../../clock'
import type { Tx } from '../../db'
import { momentsOf, type Stretch } from './moments'
import { conditionRule, type Finding } from './rule'
import { threshold } from './threshold'
import { highestId, lowestId } from './trail-scan'

const Settings = z.strictObject({
  failures: threshold({
    title: 'Failed sign-ins',
    description: 'Fires at so many for one account or from one address',
    unit: 'failures',
    default: 10,
    minimum: 2,
    maximum: 10_000,
  }),
  minutes: threshold({
    title: 'Within',
    description: 'How far back failures are counted',
    unit: 'minutes',
    default: 10,
    minimum: 1,
    maximum: 1_440,
  }),
})
type Settings = z.output<typeof Settings>

export const loginAttack = conditionRule({
  name: 'login-attack',
  title: 'Attack on sign-in',
  description: 'Many failed sign-ins for one account or from one address in a short time.',
  severity: 'high',
  settings: Settings,
  async evaluate(tx, { now, settings }) {
    const targets = await findTargets(tx, now, settings)
    return targets.map(
      (target): Finding => ({
        source: 'daybook',
        subject: target.subject,
        sentence: `${target.failures} failed sign-ins ${target.whose} within ${settings.minutes} minutes.`,
        facts: [
          { name: 'Failed sign-ins', value: String(target.failures) },
          ...(target.isAccount
            ? [{ name: 'Addresses', value: target.addresses.join(', ') || 'unknown' }]
            : [{ name: 'Accounts tried', value: String(target.accounts) }]),
        ],
        firstAt: target.firstAt,
        lastAt: target.lastAt,
        count: target.failures,
      }),
    )
  },
  async history(tx, { from, to, settings }) {
    return momentsOf(await attacks(tx, { from, to }, settings), { from, to })
  },
})

type Target = {
  isAccount: boolean
  subject: string
  whose: string
  failures: number
  accounts: number
  addresses: string[]
  firstAt: Date
  lastAt: Date
}

/**
 * An account is named by its user, and by a part of its key where nobody has it: rows of refused attempts know the key
 * only. An address that tried a single account which is told anyway is no second alert.
 */
function findTargets(tx: Tx, now: Date, { failures, minutes }: Settings): Promise<Target[]> {
  const from = new Date(now.getTime() - minutes * minuteMs)
  return tx.$queryRaw<Target[]>`
    WITH failed AS MATERIALIZED (
      SELECT "accountKey", "ipAddress", "loginAt" FROM "UserLoginHistory"
      WHERE "id" >= ${lowestId({ from })}::uuid AND "id" <= ${highestId({ to: now })}::uuid
        AND "loginAt" > ${from}::timestamptz AND "loginAt" <= ${now}::timestamptz AND NOT "success"
    ), accounts AS (
      SELECT "accountKey", count(*)::int AS failures, min("loginAt") AS "firstAt", max("loginAt") AS "lastAt",
        (array_agg(DISTINCT "ipAddress") FILTER (WHERE "ipAddress" IS NOT NULL))[1:5] AS addresses
      FROM failed GROUP BY "accountKey" HAVING count(*) >= ${failures}::int
    ), addresses AS (
      SELECT "ipAddress", count(*)::int AS failures, count(DISTINCT "accountKey")::int AS accounts, min("accountKey"::text) AS one,
        min("loginAt") AS "firstAt", max("loginAt") AS "lastAt"
      FROM failed WHERE "ipAddress" IS NOT NULL GROUP BY "ipAddress" HAVING count(*) >= ${failures}::int
    )
    SELECT true AS "isAccount", coalesce(u."id"::text, left(encode(a."accountKey", 'hex'), 16)) AS subject,
      coalesce('for the account of ' || u."name", 'for an account that does not exist') AS whose,
      a.failures, 1 AS accounts, coalesce(a.addresses, '{}') AS addresses, a."firstAt", a."lastAt"
    FROM accounts AS a LEFT JOIN "User" AS u ON sha256(convert_to(u."email", 'UTF8')) = a."accountKey"
    UNION ALL
    SELECT false, i."ipAddress", 'from the address ' || i."ipAddress", i.failures, i.accounts, ARRAY[i."ipAddress"], i."firstAt", i."lastAt"
    FROM addresses AS i
    WHERE NOT (i.accounts = 1 AND EXISTS (SELECT FROM accounts AS a WHERE a."accountKey"::text = i.one))
    ORDER BY "isAccount" DESC, subject`
}

/** A failure counts from its time on and ceases to some minutes later: running sums find every stretch in one pass. */
function attacks(tx: Tx, range: { from: Date; to: Date }, { failures, minutes }: Settings): Promise<Stretch[]> {
  const from = new Date(range.from.getTime() - minutes * minuteMs)
  return tx.$queryRaw<Stretch[]>`
    WITH failed AS MATERIALIZED (
      SELECT "accountKey", "ipAddress", "loginAt" FROM "UserLoginHistory"
      WHERE "id" >= ${lowestId({ from })}::uuid AND "id" <= ${highestId(range)}::uuid AND NOT "success"
    ), busy AS (
      SELECT "accountKey" AS account, NULL::text AS address FROM failed GROUP BY "accountKey" HAVING count(*) >= ${failures}::int
      UNION ALL
      SELECT NULL::bytea, "ipAddress" FROM failed WHERE "ipAddress" IS NOT NULL GROUP BY "ipAddress"
      HAVING count(*) >= ${failures}::int AND count(DISTINCT "accountKey") > 1
    ), hits AS (
      SELECT b.account, b.address, f."loginAt" AS at FROM busy AS b JOIN failed AS f ON f."accountKey" = b.account
      UNION ALL
      SELECT b.account, b.address, f."loginAt" FROM busy AS b JOIN failed AS f ON f."ipAddress" = b.address
    ), steps AS (
      SELECT account, address, at, 1 AS step FROM hits
      UNION ALL
      SELECT account, address, at + make_interval(mins => ${minutes}::int), -1 FROM hits
    ), changes AS (
      SELECT account, address, at, sum(step)::int AS step FROM steps GROUP BY account, address, at
    ), counts AS (
      SELECT account, address, at, sum(step) OVER w AS n, lead(at) OVER w AS next FROM changes
      WINDOW w AS (PARTITION BY account, address ORDER BY at)
    )
    SELECT c.at AS "from", coalesce(c.next, ${range.to}::timestamptz) AS "until", 'daybook' AS "source",
      coalesce(c.address, u."id"::text, left(encode(c.account, 'hex'), 16)) AS subject
    FROM counts AS c LEFT JOIN "User" AS u ON sha256(convert_to(u."email", 'UTF8')) = c.account
    WHERE c.n >= ${failures}::int ORDER BY c.at`
}
