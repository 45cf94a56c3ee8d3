import { defineRoute, operation } from '@/lib/http'
import { getStudent, updateStudent } from '@/lib/students'
import { Student, StudentDetail, StudentParams, StudentPatch } from '@/lib/students/contract'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/students/[id]', {
  GET: operation({
    summary: 'A student with the payments',
    access: 'STAFF',
    params: StudentParams,
    response: StudentDetail,
    handler: ({ ctx, params }) => getStudent(ctx, params.id),
  }),
  PATCH: operation({
    summary: 'Change a student',
    access: 'STAFF',
    params: StudentParams,
    body: StudentPatch,
    response: Student,
    handler: ({ ctx, params, body }) => updateStudent(ctx, params.id, body),
  }),
})
