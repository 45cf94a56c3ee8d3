import type { Context } from '../context'
import { getDb } from '../db'
import { AppError } from '../errors'
import { toWire } from '../wire'
import type { StudentDetail } from './contract'

/** A student with the payments. Throws NOT_FOUND. */
export async function getStudent(_ctx: Context, id: string): Promise<StudentDetail> {
  const row = await getDb().student.findUnique({
    where: { id },
    include: {
      payments: {
        omit: { invoiceId: true, studentId: true },
        include: { invoice: { select: { id: true, number: true } } },
        orderBy: { id: 'desc' },
      },
    },
  })
  if (!row) throw new AppError('NOT_FOUND', 'There is no such student.')
  const student = toWire(row)
  const self = { id: student.id, number: student.number, name: student.name }
  return { ...student, payments: student.payments.map((payment) => ({ ...payment, student: self })) }
}
