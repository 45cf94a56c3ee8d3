import { expect, test } from 'vitest'
import type { AlertChannel, ChannelType } from '@/lib/alerts/channels/contract'
import { inputOf, patchOf, valuesOf } from './form-values'

const field = { kind: 'text' as const, isRequired: true, help: '', placeholder: '', options: [], isGenerated: false }
const kind: ChannelType = {
  type: 'webhook',
  title: 'Webhook',
  description: '',
  setup: '',
  fields: [
    { ...field, name: 'to', title: 'To', isSecret: false },
    { ...field, name: 'url', title: 'Address', isSecret: true },
    { ...field, name: 'secret', title: 'Secret', isSecret: true, isGenerated: true },
  ],
  limits: [],
  environmentVariable: null,
}
const channel = {
  name: 'Ops',
  config: { to: 'a@example.org', url: '••••abcd', secret: '••••wxyz' },
  minSeverity: 'high',
  isEscalationOnly: true,
} as unknown as AlertChannel

test('a masked secret never stands in the form and is never sent back', () => {
  const values = valuesOf(kind, channel)
  expect(values.config).toEqual({ to: 'a@example.org', url: '', secret: '' })
  expect(patchOf(kind, values)).toEqual({
    name: 'Ops',
    config: { to: 'a@example.org' },
    minSeverity: 'high',
    isEscalationOnly: true,
  })
})

test('a secret is replaced when one is typed, and made anew when that is asked for', () => {
  const values = valuesOf(kind, channel)
  const config = { ...values.config, url: 'https://example.org/new' }
  expect(patchOf(kind, { ...values, config, renewed: ['secret'] }).config).toEqual({
    to: 'a@example.org',
    url: 'https://example.org/new',
    secret: '',
  })
})

test('a new channel begins with the name of its kind and gets everything', () => {
  expect(inputOf(kind, valuesOf(kind))).toEqual({
    type: 'webhook',
    name: 'Webhook',
    config: { to: '', url: '', secret: '' },
    minSeverity: 'info',
    isEscalationOnly: false,
  })
})
