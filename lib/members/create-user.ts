import { AuditAction, recordAudit } from '../audit'
import type { Context } from '../context'
import { classifyDbError, type Tx, withTx } from '../db'
import { AppError } from '../errors'
import { uuidv7 } from '../ids'
import type { NewUser } from './contract'
import { hashPassword } from './password'

/** Adds a member. Throws CONFLICT when the e-mail address is taken. */
export async function createUser(
  ctx: Context,
  input: NewUser,
  options: { isSample?: boolean } = {},
): Promise<{ id: string }> {
  const passwordHash = await hashPassword(input.password)
  try {
    return await withTx(ctx, (tx) =>
      insertUser(tx, ctx, { ...input, passwordHash, isSample: options.isSample ?? false }),
    )
  } catch (error) {
    if (classifyDbError(error)?.kind !== 'unique') throw error
    throw new AppError('CONFLICT', 'There is already a member with this e-mail address.', { cause: error })
  }
}

type UserRow = Omit<NewUser, 'password'> & { passwordHash: string; isSample: boolean }

async function insertUser(
  tx: Tx,
  ctx: Context,
  { email, name, role, passwordHash, isSample }: UserRow,
): Promise<{ id: string }> {
  const now = ctx.now()
  const id = uuidv7(now)
  await tx.user.create({ data: { id, email, name, role, passwordHash, isSample, createdAt: now, updatedAt: now } })
  await recordAudit(tx, ctx, {
    action: AuditAction.USER_CREATED,
    description: `${name} was added as ${role.toLowerCase()}`,
    entityType: 'User',
    entityId: id,
    after: { email, name, role },
  })
  return { id }
}
