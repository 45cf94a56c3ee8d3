import { expect, test } from 'vitest'
import { latencyChoices } from '@/lib/slo/contract'
import { latencyOptions, percentOf } from './targets-form'

test('offers exactly what the contract takes', () => {
  expect(latencyOptions).toEqual(latencyChoices)
})

test('takes percents with a point or a comma, within limits', () => {
  const read = (text: string) => percentOf(text, 90, 99.999)
  expect(['99.9', '99,95', ' 90 ', '99.999'].map(read)).toEqual([99.9, 99.95, 90, 99.999])
  for (const text of ['', '100', '89.9', '99.9999', '1e2', '-95', '99.', 'ninety']) expect(read(text)).toBeUndefined()
})
