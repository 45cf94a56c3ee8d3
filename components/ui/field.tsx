'use client'

import { createContext, type ReactNode, useContext, useId } from 'react'
import { cn } from './cn'
import { Label } from './label'

interface FieldWiring {
  id: string
  describedBy: string | undefined
  invalid: boolean
  required: boolean
}

const FieldContext = createContext<FieldWiring | null>(null)

interface ControlAttributes {
  id?: string | undefined
  'aria-describedby'?: string | undefined
  'aria-invalid'?: boolean | 'true' | 'false' | 'grammar' | 'spelling' | undefined
  'aria-required'?: boolean | 'true' | 'false' | undefined
}

/** What a control inside a `Field` must carry. A control's own attributes win over the field's. */
export function useFieldControl(own: ControlAttributes): ControlAttributes {
  const field = useContext(FieldContext)
  if (!field) return own
  return {
    id: own.id ?? field.id,
    'aria-describedby': own['aria-describedby'] ?? field.describedBy,
    'aria-invalid': own['aria-invalid'] ?? (field.invalid || undefined),
    'aria-required': own['aria-required'] ?? (field.required || undefined),
  }
}

export interface FieldProps {
  label: ReactNode
  /** What to enter and why, under the control. */
  hint?: ReactNode
  /** The sentence that says what to change. Replaces the hint and marks the control invalid. */
  error?: string | null | undefined
  required?: boolean
  /** Says "(optional)" beside the label. */
  optional?: boolean
  id?: string
  className?: string
  /** One Input, Textarea, Select, Checkbox or Switch. */
  children: ReactNode
}

/** Label, control, hint and error, wired together for assistive technology. */
export function Field({ label, hint, error, required, optional, id, className, children }: FieldProps) {
  const generated = useId()
  const controlId = id ?? generated
  const messageId = `${controlId}-message`
  const message = error || hint
  const wiring = {
    id: controlId,
    describedBy: message ? messageId : undefined,
    invalid: Boolean(error),
    required: Boolean(required),
  }
  return (
    <FieldContext value={wiring}>
      <div className={cn('grid content-start gap-1.5', className)}>
        <Label htmlFor={controlId}>
          {label}
          {optional && <span className="font-normal text-fg-subtle"> (optional)</span>}
        </Label>
        {children}
        {message && (
          <p id={messageId} className={cn('text-sm', error ? 'text-error-fg' : 'text-fg-muted')}>
            {message}
          </p>
        )}
      </div>
    </FieldContext>
  )
}
