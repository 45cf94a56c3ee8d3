import { isDeepStrictEqual } from 'node:util'
import { AuditAction, recordAudit } from '../audit'
import type { Context } from '../context'
import { type Tx, withTx } from '../db'
import { AppError } from '../errors'
import { toWire } from '../wire'
import type { Student, StudentPatch } from './contract'

/** Changes the given fields; number, lead and enrolment stay for ever. */
export async function updateStudent(ctx: Context, id: string, patch: StudentPatch): Promise<Student> {
  return withTx(ctx, async (tx) => {
    const before = await lockStudent(tx, id)
    if (isDeepStrictEqual({ ...before, ...patch }, before)) return before
    const after = toWire(await tx.student.update({ where: { id }, data: { ...patch, updatedAt: ctx.now() } }))
    await recordAudit(tx, ctx, {
      action: AuditAction.STUDENT_UPDATED,
      description: sentence(before, after),
      entityType: 'Student',
      entityId: id,
      before,
      after,
    })
    return after
  })
}

async function lockStudent(tx: Tx, id: string): Promise<Student> {
  await tx.$queryRaw`SELECT 1 FROM "Student" WHERE "id" = ${id}::uuid FOR UPDATE`
  const row = await tx.student.findUnique({ where: { id } })
  if (!row) throw new AppError('NOT_FOUND', 'There is no such student.')
  return toWire(row)
}

function sentence(before: Student, after: Student): string {
  if (before.status === after.status) return `Student ${after.number} ${after.name} changed`
  return `Student ${after.number} ${after.name} moved from ${before.status} to ${after.status}`
}
