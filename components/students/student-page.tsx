'use client'

import { useQuery } from '@tanstack/react-query'
import { Pencil } from 'lucide-react'
import Link from 'next/link'
import { type ReactNode, useState } from 'react'
import { BackLink } from '@/components/ui/back-link'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { KeyValueList } from '@/components/ui/key-value-list'
import { PageHeader } from '@/components/ui/page-header'
import { Panel } from '@/components/ui/panel'
import { RecordView } from '@/components/ui/record-view'
import { Time } from '@/components/ui/time'
import type { StudentDetail } from '@/lib/students/contract'
import { EditStudentDialog } from './edit-student-dialog'
import { studentQuery } from './queries'
import { StudentStatusBadge } from './student-status'

export interface StudentPageProps {
  id: string
  /** The student's payments, which another feature shows. */
  payments: ReactNode
}

/** One student: who it is, since when, and what was paid. */
export function StudentPage({ id, payments }: StudentPageProps) {
  const query = useQuery(studentQuery(id))
  const [isEditing, setEditing] = useState(false)
  return (
    <RecordView query={query} kind="Student" back={{ href: '/dashboard/students', label: 'Students' }}>
      {(student) => (
        <>
          <PageHeader
            eyebrow={<BackLink href="/dashboard/students">Students</BackLink>}
            title={student.name}
            meta={
              <>
                <span className="font-medium tabular-nums">{student.number}</span>
                <StudentStatusBadge status={student.status} />
                {student.isSample && <Badge>Sample</Badge>}
              </>
            }
            actions={
              <Button onClick={() => setEditing(true)}>
                <Pencil aria-hidden="true" />
                Edit
              </Button>
            }
          />
          <div className="grid grid-cols-1 gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
            <StudentFacts student={student} />
            <div className="min-w-0 lg:col-start-1 lg:row-start-1">{payments}</div>
          </div>
          <EditStudentDialog student={student} open={isEditing} onOpenChange={setEditing} />
        </>
      )}
    </RecordView>
  )
}

const linkClasses = 'text-accent-fg underline decoration-accent/40 underline-offset-4 hover:decoration-accent'

function StudentFacts({ student }: { student: StudentDetail }) {
  return (
    <Panel title="Student" className="h-fit">
      <KeyValueList
        className="-my-2"
        items={[
          {
            label: 'E-mail',
            value: (
              <a href={`mailto:${student.email}`} className={`wrap-anywhere ${linkClasses}`}>
                {student.email}
              </a>
            ),
          },
          {
            label: 'Phone',
            value: student.phone && (
              <a href={`tel:${student.phone.replace(/[^\d+]/g, '')}`} className={linkClasses}>
                {student.phone}
              </a>
            ),
          },
          { label: 'Course', value: student.course },
          { label: 'Enrolled', value: <Time iso={student.enrolledAt} format="date" /> },
          {
            label: 'Came from',
            value: (
              <Link href={`/dashboard/leads/${student.leadId}`} className={linkClasses}>
                Lead
              </Link>
            ),
          },
          { label: 'Changed', value: <Time iso={student.updatedAt} /> },
        ]}
      />
    </Panel>
  )
}
