'use client'

import { GraduationCap } from 'lucide-react'
import Link from 'next/link'
import { Button } from '@/components/ui/button'
import type { EmptyStateProps } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { PagedList } from '@/components/ui/paged-list'
import { studentsQuery } from './queries'
import { studentStatuses } from './student-status'
import { StudentTable } from './student-table'

const noStudents: EmptyStateProps = {
  icon: GraduationCap,
  title: 'No students yet',
  description: 'A lead becomes a student with the first payment: open its invoice and press “Pay and convert”.',
  action: (
    <Button variant="primary" asChild>
      <Link href="/dashboard/invoices">Go to invoices</Link>
    </Button>
  ),
}

/** All students, newest first. */
export function StudentList() {
  return (
    <>
      <PageHeader title="Students" description="Everybody who paid and enrolled, newest first." />
      <PagedList
        nouns={['student', 'students']}
        icon={GraduationCap}
        searchHint="Name, e-mail, number or course"
        filter={{ name: 'status', values: studentStatuses }}
        queryOf={(search, status, rows) => studentsQuery({ search, status }, rows)}
        empty={noStudents}
      >
        {(students) => <StudentTable students={students} />}
      </PagedList>
    </>
  )
}
