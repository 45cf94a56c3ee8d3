'use client'

import { type FormEvent, useEffect, useId, useRef, useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { Dialog, DialogClose, DialogContent } from '@/components/ui/dialog'
import { FailureNotice, problemAt } from '@/components/ui/failure-notice'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { useSubmit } from '@/components/ui/use-submit'
import { wordsOf } from '@/components/ui/words'
import type { Student, StudentPatch } from '@/lib/students/contract'
import { updateStudent } from './queries'
import { studentStatuses } from './student-status'

interface EditStudentDialogProps {
  student: Student
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Changes a student's facts and status; number, lead and enrolment stay. */
export function EditStudentDialog({ student, open, onOpenChange }: EditStudentDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      {open && <EditStudent student={student} close={() => onOpenChange(false)} />}
    </Dialog>
  )
}

const statusOptions = studentStatuses.map((status) => ({ value: status, label: wordsOf(status) }))

function EditStudent({ student, close }: { student: Student; close: () => void }) {
  const formId = useId()
  const { submit, pending, error } = useSubmit({
    run: (patch: StudentPatch) => updateStudent(student.id, patch),
    done: () => {
      toast.success('Student saved')
      close()
    },
  })
  return (
    <DialogContent
      title="Edit student"
      description={`${student.number} stays the number.`}
      footer={
        <>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button variant="primary" type="submit" form={formId} pending={pending}>
            Save student
          </Button>
        </>
      }
    >
      <StudentForm id={formId} student={student} error={error} onSubmit={submit} />
    </DialogContent>
  )
}

interface StudentFormProps {
  id: string
  student: Student
  error: Error | null
  onSubmit: (patch: StudentPatch) => void
}

function StudentForm({ id, student, error, onSubmit }: StudentFormProps) {
  const { name, email, phone, course } = student
  const [values, setValues] = useState({ name, email, phone: phone ?? '', course: course ?? '' })
  const [status, setStatus] = useState(student.status)
  const form = useRef<HTMLFormElement>(null)

  useEffect(() => {
    if (error) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [error])

  const wire = (field: keyof typeof values) => ({
    name: field,
    value: values[field],
    onChange: (event: { target: { value: string } }) => setValues((now) => ({ ...now, [field]: event.target.value })),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit({ ...values, phone: values.phone.trim() || null, course: values.course.trim() || null, status })
  }

  return (
    <form id={id} ref={form} onSubmit={submit} noValidate className="grid grid-cols-1 gap-4">
      <FailureNotice error={error} shownAt={['/name', '/email', '/phone', '/course', '/status']} />
      <Field label="Name" required error={problemAt(error, '/name')}>
        <Input {...wire('name')} maxLength={120} autoComplete="off" />
      </Field>
      <Field label="E-mail" required error={problemAt(error, '/email')}>
        <Input {...wire('email')} type="email" inputMode="email" maxLength={254} autoComplete="off" />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Phone" optional error={problemAt(error, '/phone')}>
          <Input {...wire('phone')} type="tel" maxLength={40} autoComplete="off" />
        </Field>
        <Field label="Status" error={problemAt(error, '/status')}>
          <Select options={statusOptions} value={status} onValueChange={setStatus} />
        </Field>
      </div>
      <Field label="Course" optional error={problemAt(error, '/course')}>
        <Input {...wire('course')} maxLength={120} autoComplete="off" />
      </Field>
    </form>
  )
}
