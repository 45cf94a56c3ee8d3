import { StudentList } from '@/components/students/student-list'
import { requirePageUser } from '@/lib/auth'

export const metadata = { title: 'Students' }

export default async function StudentsPage() {
  await requirePageUser('/dashboard/students', 'STAFF')
  return <StudentList />
}
