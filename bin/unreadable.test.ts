import { expect, it } from 'vitest'
import { isReadable } from './unreadable'

const state = encodeURIComponent(JSON.stringify(['', { children: ['dashboard', {}] }, null, null, true]))

it.each([
  ['/', undefined],
  ['/api/leads?search=%', undefined],
  ['/dashboard/leads/%C3%A9', undefined],
  ['/', state],
])('%s with router state %s goes on to Next', (url, header) => {
  expect(isReadable({ url, headers: header ? { 'next-router-state-tree': header } : {} })).toBe(true)
})

it.each([
  ['/api/%', undefined],
  ['/api/leads/%ff', undefined],
  ['/', '%%%'],
  ['/', '[]'],
  ['/', '7'],
  ['/', '{}'],
])('%s with router state %s is refused before Next', (url, header) => {
  expect(isReadable({ url, headers: header ? { 'next-router-state-tree': header } : {} })).toBe(false)
})
