'use client'

import { type FormEvent, useEffect, useMemo, useRef, useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { FailureNotice, problemAt } from '@/components/ui/failure-notice'
import { Panel } from '@/components/ui/panel'
import { useSubmit } from '@/components/ui/use-submit'
import type { AlertRule } from '@/lib/alerts/rules/contract'
import { type RuleSettings, updateRule } from './queries'
import { RulePreviewPanel } from './rule-preview'
import { defaultTexts, problemsOf, settingsOf, textsOf } from './rule-values'
import { ThresholdField } from './threshold-field'
import { useSettled } from './use-settled'

const settleMs = 400

/** The numbers of a rule and, before anything is saved, what they would have done. */
export function RuleForm({ rule }: { rule: AlertRule }) {
  const [texts, setTexts] = useState(() => textsOf(rule))
  const form = useRef<HTMLFormElement>(null)
  const { submit, pending, error } = useSubmit({
    run: (settings: RuleSettings) => updateRule(rule.name, { settings }),
    done: () => toast.success('Rule saved'),
  })
  // The same object while nothing changes, so that it settles.
  const settings = useMemo(() => settingsOf(rule, texts), [rule, texts])
  const tried = useSettled(settings, settleMs)
  const wrong = problemsOf(rule, texts)
  const isChanged = rule.fields.some(({ name, value }) => texts[name] !== String(value))

  useEffect(() => {
    if (error) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [error])

  const save = (event: FormEvent) => {
    event.preventDefault()
    if (settings) void submit(settings)
    else form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }

  return (
    <>
      {rule.fields.length > 0 && (
        <Panel title="Thresholds">
          <form ref={form} onSubmit={save} noValidate className="grid gap-4">
            <FailureNotice error={error} shownAt={rule.fields.map(({ name }) => `/settings/${name}`)} />
            {rule.fields.map((field) => (
              <ThresholdField
                key={field.name}
                field={field}
                text={texts[field.name] ?? ''}
                onText={(text) => setTexts((now) => ({ ...now, [field.name]: text }))}
                error={wrong[field.name] ?? problemAt(error, `/settings/${field.name}`)}
              />
            ))}
            <div className="flex flex-wrap justify-end gap-2">
              <Button variant="ghost" onClick={() => setTexts(defaultTexts(rule))}>
                Reset to defaults
              </Button>
              <Button variant="primary" type="submit" pending={pending} disabled={!isChanged}>
                Save
              </Button>
            </div>
          </form>
        </Panel>
      )}
      <RulePreviewPanel rule={rule} settings={tried} isChanged={isChanged} />
    </>
  )
}
