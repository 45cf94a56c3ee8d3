'use client'

import { type FormEvent, useState } from 'react'
import { toast } from 'sonner'
import { Button } from '@/components/ui/button'
import { FailureNotice, problemAt } from '@/components/ui/failure-notice'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Panel } from '@/components/ui/panel'
import { Select } from '@/components/ui/select'
import { useSubmit } from '@/components/ui/use-submit'
import type { SloTargets } from '@/lib/slo/contract'
import { updateTargets } from './queries'

/** The contract's own list would bring all of Zod to the page; a test holds both together. */
export const latencyOptions = [100, 200, 300, 400, 500, 750, 1_000, 1_500, 2_000, 3_000] as const

type Typed = { availability: string; latency: string; latencyMs: SloTargets['latencyMs'] }

const typedOf = (targets: SloTargets): Typed => ({
  availability: String(targets.availabilityPercent),
  latency: String(targets.latencyPercent),
  latencyMs: targets.latencyMs,
})

/** What is promised, for founders to change. What others save meanwhile does not overwrite what is typed. */
export function TargetsForm({ targets }: { targets: SloTargets }) {
  const [typed, setTyped] = useState<Typed | null>(null)
  const value = typed ?? typedOf(targets)
  const set = (change: Partial<Typed>) => setTyped({ ...value, ...change })
  const { submit, pending, error } = useSubmit({
    run: updateTargets,
    done: () => {
      setTyped(null)
      toast.success('The targets are changed')
    },
  })
  const availability = percentOf(value.availability, 90, 99.999)
  const latency = percentOf(value.latency, 50, 99.9)

  function send(event: FormEvent) {
    event.preventDefault()
    if (availability === undefined || latency === undefined) return
    void submit({ availabilityPercent: availability, latencyPercent: latency, latencyMs: value.latencyMs })
  }

  return (
    <Panel title="Targets" description="Alerts about failing requests and the daily digest use them too.">
      <form onSubmit={send} noValidate className="grid grid-cols-1 gap-4">
        <FailureNotice error={error} shownAt={['/availabilityPercent', '/latencyPercent']} />
        <div className="grid gap-4 sm:grid-cols-3">
          <Field
            label="Available, in %"
            hint="Of stretches of five minutes, and of requests."
            error={availability === undefined ? 'From 90 to 99.999.' : problemAt(error, '/availabilityPercent')}
          >
            <Input
              inputMode="decimal"
              autoComplete="off"
              value={value.availability}
              onChange={(event) => set({ availability: event.target.value })}
            />
          </Field>
          <Field
            label="Quick answers, in %"
            hint="Of requests."
            error={latency === undefined ? 'From 50 to 99.9.' : problemAt(error, '/latencyPercent')}
          >
            <Input
              inputMode="decimal"
              autoComplete="off"
              value={value.latency}
              onChange={(event) => set({ latency: event.target.value })}
            />
          </Field>
          <Field label="Quick means within">
            <Select
              options={latencyOptions.map((ms) => ({ value: String(ms), label: `${ms.toLocaleString('en')} ms` }))}
              value={String(value.latencyMs)}
              onValueChange={(chosen) => {
                const latencyMs = latencyOptions.find((ms) => String(ms) === chosen)
                if (latencyMs) set({ latencyMs })
              }}
            />
          </Field>
        </div>
        <div className="flex justify-end gap-2">
          {typed && (
            <Button onClick={() => setTyped(null)} variant="ghost">
              Take back
            </Button>
          )}
          <Button type="submit" variant="primary" pending={pending} disabled={typed === null}>
            Change targets
          </Button>
        </div>
      </form>
    </Panel>
  )
}

/** A number of percent with three decimals at most, written with a point or a comma; undefined when it is not. */
export function percentOf(text: string, minimum: number, maximum: number): number | undefined {
  if (!/^\d{1,3}([.,]\d{1,3})?$/.test(text.trim())) return undefined
  const percent = Number(text.trim().replace(',', '.'))
  return percent >= minimum && percent <= maximum ? percent : undefined
}
