import { expect, test } from 'vitest'
import { uuidv7 } from '../ids'
import { newConversion, refusalOf, staffContext } from '../testing/business'
import { useDatabase } from '../testing/database'
import { StudentPatch, StudentQuery } from './contract'
import { getStudent, listStudents, updateStudent } from './index'

const db = useDatabase()
const ctx = staffContext()

test('a student is shown with the payments', async () => {
  const { student, payment } = await newConversion(ctx)
  expect(await getStudent(ctx, student.id)).toEqual({ ...student, payments: [payment] })
  expect(await refusalOf(getStudent(ctx, uuidv7()))).toMatchObject({ status: 404 })
})

test('a change is recorded with before and after; nothing changed is no event', async () => {
  const { student } = await newConversion(ctx)
  await updateStudent(ctx, student.id, { name: student.name, status: 'ACTIVE' })
  await updateStudent(ctx, student.id, { status: 'PAUSED', phone: '1' })
  const events = await db.ownerQuery(`SELECT * FROM "AuditLog" WHERE "entityId" = $1 ORDER BY "id"`, [student.id])
  expect(events).toMatchObject([
    { action: 'STUDENT_CREATED' },
    {
      action: 'STUDENT_UPDATED',
      before: { status: 'ACTIVE', phone: null },
      after: { status: 'PAUSED', phone: '1' },
      description: `Student ${student.number} ${student.name} moved from ACTIVE to PAUSED`,
    },
  ])
})

test('number, lead and enrolment cannot be changed', () => {
  for (const patch of [{ number: 'STU-1' }, { leadId: uuidv7() }, { enrolledAt: '2026-01-01T00:00:00Z' }])
    expect(StudentPatch.safeParse(patch).success).toBe(false)
})

test('students are found by name, e-mail and number, and by status', async () => {
  const { student } = await newConversion(ctx)
  await newConversion(ctx)
  const list = (query: Record<string, string>) => listStudents(ctx, StudentQuery.parse(query))
  for (const search of [student.name, student.email.toUpperCase(), student.number])
    expect((await list({ search })).items).toEqual([student])
  expect((await list({ search: student.name, status: 'LEFT' })).items).toEqual([])
})
