import { queryOptions } from '@tanstack/react-query'
import { pagedQueryOptions, queryString } from '@/components/ui/paged-query'
import { api } from '@/lib/http/browser'
import type { Student, StudentDetail, StudentPage, StudentPatch, StudentStatus } from '@/lib/students/contract'

export interface StudentFilters {
  search: string
  status: StudentStatus | null
}

export function studentsQuery(filters: StudentFilters, rows: number) {
  return pagedQueryOptions<Student>({
    queryKey: ['students', 'list', filters],
    fetchPage: (paging, signal) =>
      api<StudentPage>(`/api/students?${queryString({ ...filters, ...paging })}`, { signal }),
    rows,
  })
}

export function studentQuery(id: string) {
  return queryOptions({
    queryKey: ['students', 'detail', id],
    queryFn: ({ signal }) => api<StudentDetail>(`/api/students/${id}`, { signal }),
  })
}

export const updateStudent = (id: string, body: StudentPatch) =>
  api<Student>(`/api/students/${id}`, { method: 'PATCH', body })
