import { expect, it } from 'vitest'
import { RecordedOrder } from './backdated'
import { Findings } from './finding'
import type { Sealed } from './read-sealed'

const checkpoint = (size: number, time: string | null) => ({
  origin: 'x',
  size,
  root: Buffer.alloc(32),
  label: 'x',
  time,
})

/** Of years ago by its id, as one that was replayed from a disk or imported; what counts is when it was recorded. */
const place = (seq: number, recordedAt: string) =>
  ({ seq, id: '01890000-0000-7000-8000-000000000001', event: { recordedAt } }) as Sealed

function kindsOf(checkpoints: ReturnType<typeof checkpoint>[], ...places: Sealed[]) {
  const findings = new Findings()
  const order = new RecordedOrder(checkpoints)
  for (const one of places) order.check(one, findings)
  return findings.list.map(({ seq }) => seq)
}

const signed = [checkpoint(10, '2026-11-21T07:00:00.000Z'), checkpoint(20, '2026-11-21T09:00:00.000Z')]

it('looks at the newest checkpoint that does not cover the event', () => {
  const early = '2026-11-21T05:00:00.000000Z'
  const between = '2026-11-21T07:30:00.000000Z'
  expect(kindsOf(signed, place(0, early), place(9, early), place(10, early), place(19, early))).toEqual([10, 19])
  expect(kindsOf(signed, place(19, between), place(20, between), place(21, between))).toEqual([20, 21])
})

it('grants an hour, to the millisecond', () => {
  expect(kindsOf(signed, place(10, '2026-11-21T06:00:00.000000Z'))).toEqual([])
  expect(kindsOf(signed, place(10, '2026-11-21T05:59:59.999999Z'))).toEqual([10])
})

it('says nothing where no checkpoint tells the time, and of an event that is gone', () => {
  const early = '2020-01-01T00:00:00.000000Z'
  expect(kindsOf([], place(3, early))).toEqual([])
  expect(kindsOf([checkpoint(1, null)], place(3, early))).toEqual([])
  expect(kindsOf(signed, { ...place(30, early), event: undefined })).toEqual([])
})

it('is not misled by a later checkpoint with an earlier time', () => {
  const times = [checkpoint(10, '2026-11-21T09:00:00.000Z'), checkpoint(20, '2026-11-21T01:00:00.000Z')]
  expect(kindsOf(times, place(25, '2026-11-21T02:00:00.000000Z'))).toEqual([25])
})
