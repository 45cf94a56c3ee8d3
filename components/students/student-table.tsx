import { Badge } from '@/components/ui/badge'
import { type Column, DataTable } from '@/components/ui/data-table'
import { Time } from '@/components/ui/time'
import type { Student } from '@/lib/students/contract'
import { StudentStatusBadge } from './student-status'

const columns: readonly Column<Student>[] = [
  {
    key: 'name',
    header: 'Name',
    cell: (student) => (
      <span className="flex flex-wrap items-center gap-x-2">
        <span className="break-words">{student.name}</span>
        {student.isSample && <Badge>Sample</Badge>}
      </span>
    ),
  },
  {
    key: 'number',
    header: 'Number',
    cell: (student) => <span className="whitespace-nowrap tabular-nums">{student.number}</span>,
  },
  {
    key: 'email',
    header: 'E-mail',
    cell: (student) => <span className="break-words text-fg-muted">{student.email}</span>,
  },
  { key: 'status', header: 'Status', cell: (student) => <StudentStatusBadge status={student.status} /> },
  {
    key: 'course',
    header: 'Course',
    cell: (student) => student.course ?? <span className="text-fg-subtle">–</span>,
  },
  {
    key: 'enrolled',
    header: 'Enrolled',
    cell: (student) => <Time iso={student.enrolledAt} format="date" className="whitespace-nowrap text-fg-muted" />,
    align: 'end',
  },
]

/** Students as rows; a row opens its student. */
export function StudentTable({ students }: { students: readonly Student[] }) {
  return (
    <DataTable
      caption="Students"
      columns={columns}
      rows={students}
      rowKey={(student) => student.id}
      rowHref={(student) => `/dashboard/students/${student.id}`}
    />
  )
}
