import type { Context } from '../context'
import { getDb, type Prisma } from '../db'
import { literalPattern, toPage } from '../paging'
import { toWire } from '../wire'
import type { PaymentPage, PaymentQuery } from './contract'

/** Payments, newest first. */
export async function listPayments(_ctx: Context, query: PaymentQuery): Promise<PaymentPage> {
  const rows = await getDb().payment.findMany({
    where: whereOf(query),
    omit: { invoiceId: true, studentId: true },
    include: {
      invoice: { select: { id: true, number: true } },
      student: { select: { id: true, number: true, name: true } },
    },
    orderBy: { id: 'desc' },
    take: query.limit + 1,
  })
  return toPage(toWire(rows), query.limit)
}

function whereOf({ cursor, method, invoiceId, studentId, search }: PaymentQuery): Prisma.PaymentWhereInput {
  return {
    ...(cursor === undefined ? {} : { id: { lt: cursor } }),
    ...(method === undefined ? {} : { method }),
    ...(invoiceId === undefined ? {} : { invoiceId }),
    ...(studentId === undefined ? {} : { studentId }),
    ...(search === undefined ? {} : { OR: matches(search) }),
  }
}

function matches(search: string): Prisma.PaymentWhereInput[] {
  const text = { contains: literalPattern(search), mode: 'insensitive' } as const
  return [{ reference: text }, { invoice: { number: text } }, { student: { name: text } }]
}
