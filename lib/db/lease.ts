import type pg from 'pg'

/** Leadership that somebody has until `expiresAt` by the database's clock; the epoch grows with every change of hands. */
export type Lease = { name: string; owner: string; epoch: string }

/** How long a leader may be silent before another takes over. */
export const leaseSeconds = 15

/** The lease when it is free, has expired or is already the owner's; undefined while another holds it. */
export async function takeLease(
  client: pg.Pool | pg.PoolClient,
  name: string,
  owner: string,
): Promise<Lease | undefined> {
  const { rows } = await client.query<{ epoch: string }>({
    name: 'lease-take',
    text: `INSERT INTO "Lease" ("name", "owner", "epoch", "expiresAt")
      VALUES ($1, $2, 1, clock_timestamp() + make_interval(secs => $3))
      ON CONFLICT ("name") DO UPDATE
        SET "owner" = $2, "epoch" = "Lease"."epoch" + 1, "expiresAt" = clock_timestamp() + make_interval(secs => $3)
        WHERE "Lease"."expiresAt" < clock_timestamp() OR "Lease"."owner" = $2
      RETURNING "epoch"::text`,
    values: [name, owner, leaseSeconds],
  })
  const [row] = rows
  return row && { name, owner, epoch: row.epoch }
}

/**
 * Renews the lease inside a transaction of the leader and keeps others from taking it until that ends. False when it
 * is no longer this leader's: the transaction must then be given up.
 */
export async function holdLease(client: pg.PoolClient, lease: Lease): Promise<boolean> {
  const { rowCount } = await client.query({
    name: 'lease-hold',
    text: `UPDATE "Lease" SET "expiresAt" = clock_timestamp() + make_interval(secs => $4)
      WHERE "name" = $1 AND "owner" = $2 AND "epoch" = $3 AND "expiresAt" > clock_timestamp()`,
    values: [lease.name, lease.owner, lease.epoch, leaseSeconds],
  })
  return rowCount === 1
}

/**
 * Gives the lease up, so that another need not wait for it to expire. A millisecond in the past: the column rounds to
 * milliseconds, up as well as down, and whoever asks at once must not find it held for another half of one.
 */
export async function giveUpLease(client: pg.Pool | pg.PoolClient, lease: Lease): Promise<void> {
  await client.query(
    `UPDATE "Lease" SET "expiresAt" = clock_timestamp() - interval '1 ms' WHERE "name" = $1 AND "owner" = $2 AND "epoch" = $3`,
    [lease.name, lease.owner, lease.epoch],
  )
}
