import type { Context } from '../context'
import { getDb, type Prisma } from '../db'
import { literalPattern, toPage } from '../paging'
import { toWire } from '../wire'
import type { StudentPage, StudentQuery } from './contract'

/** Students, the latest enrolment first. */
export async function listStudents(_ctx: Context, query: StudentQuery): Promise<StudentPage> {
  const rows = await getDb().student.findMany({
    where: {
      ...(query.cursor === undefined ? {} : { id: { lt: query.cursor } }),
      ...(query.status === undefined ? {} : { status: query.status }),
      ...(query.search === undefined ? {} : { OR: matches(query.search) }),
    },
    orderBy: { id: 'desc' },
    take: query.limit + 1,
  })
  return toPage(toWire(rows), query.limit)
}

function matches(search: string): Prisma.StudentWhereInput[] {
  const text = { contains: literalPattern(search), mode: 'insensitive' } as const
  return [{ name: text }, { email: text }, { number: text }, { course: text }]
}
