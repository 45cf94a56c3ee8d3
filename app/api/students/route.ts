import { defineRoute, operation } from '@/lib/http'
import { listStudents } from '@/lib/students'
import { StudentPage, StudentQuery } from '@/lib/students/contract'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/students', {
  GET: operation({
    summary: 'Students, the latest enrolment first',
    access: 'STAFF',
    query: StudentQuery,
    response: StudentPage,
    handler: ({ ctx, query }) => listStudents(ctx, query),
  }),
})
