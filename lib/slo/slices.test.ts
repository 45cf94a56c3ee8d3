import fc from 'fast-check'
import { expect, test } from 'vitest'
import { minuteMs } from '../clock'
import { countExcluded, countSlices, maintenanceOf, sliceAt } from './slices'

const from = new Date('2026-11-28T10:00:00Z')
const letters = '-udxm'
/** One letter a minute: not known, up, degraded, down (x), planned maintenance. */
const minutes = (text: string) => ({
  from,
  states: Uint8Array.from(text.replaceAll(' ', ''), (letter) => letters.indexOf(letter)),
})
const at = (minute: number) => new Date(from.getTime() + minute * minuteMs)
const count = (text: string, except: [number, number][] = [], failing: number[] = []) =>
  countSlices(minutes(text), {
    except: except.map(([start, end]) => ({ from: at(start), to: at(end) })),
    failing: new Set(failing.map((minute) => at(minute).getTime())),
  })

test('a slice begins at a multiple of five minutes', () => {
  expect(sliceAt(new Date('2026-11-28T10:04:59.999Z'))).toEqual(from)
})

test.each([
  ['uuuuu uuuuu', { total: 2, bad: 0, leftOut: 0 }, 'all is well'],
  ['uuuuu uuxuu', { total: 2, bad: 1, leftOut: 0 }, 'one minute down makes its slice bad'],
  ['ddddd xxxxx', { total: 2, bad: 1, leftOut: 0 }, 'degraded is up'],
  ['mmmmm uuuuu', { total: 1, bad: 0, leftOut: 1 }, 'a slice of planned maintenance is no slice'],
  ['ummmm xmmmm', { total: 2, bad: 1, leftOut: 0 }, 'what is not planned decides'],
  ['----- --uuu', { total: 1, bad: 0, leftOut: 0 }, 'before the first start there is nothing, not even left out'],
  ['uuuuu uuu', { total: 1, bad: 0, leftOut: 0 }, 'the slice that is still running does not count yet'],
])('%s → %o: %s', (text, expected) => {
  expect(count(text)).toEqual(expected)
})

test('a correction takes its minutes out, and what is left decides', () => {
  expect(count('uuuuu xxxxx uuuuu', [[5, 10]])).toEqual({ total: 2, bad: 0, leftOut: 1 })
  expect(count('uuuuu xxxxx uuuuu', [[5, 9]])).toEqual({ total: 3, bad: 1, leftOut: 0 })
  expect(count('uuuuu xuuuu uuuuu', [[5, 6]])).toEqual({ total: 3, bad: 0, leftOut: 0 })
  expect(count('uuuuu xxxxx', [[-60, 0]])).toEqual({ total: 2, bad: 1, leftOut: 0 })
})

test('failing requests make a slice bad, once', () => {
  expect(count('uuuuu uuuuu', [], [5])).toEqual({ total: 2, bad: 1, leftOut: 0 })
  expect(count('uuuuu uxuuu', [], [5])).toEqual({ total: 2, bad: 1, leftOut: 0 })
  expect(count('uuuuu mmmmm', [], [5])).toEqual({ total: 1, bad: 0, leftOut: 1 })
})

test('maintenance among minutes is told as stretches of time', () => {
  expect(maintenanceOf(minutes('mmuum uuumm'))).toEqual([
    { from: at(0), to: at(2) },
    { from: at(4), to: at(5) },
    { from: at(8), to: at(10) },
  ])
})

test('corrections are told by the minutes that would have counted', () => {
  expect(countExcluded(minutes('--uxm uuuuu'), [{ from: at(0), to: at(6) }])).toBe(3)
})

test('agrees with a walk from minute to minute', () => {
  const stretch = fc.tuple(fc.integer({ min: -10, max: 70 }), fc.integer({ min: 1, max: 30 }))
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...letters.split('')), maxLength: 63 }),
      fc.array(stretch, { maxLength: 3 }),
      (text, stretches) => {
        const except = stretches.map(([start, length]): [number, number] => [start, start + length])
        let [total, bad, leftOut] = [0, 0, 0]
        for (let slice = 0; (slice + 1) * 5 <= text.length; slice += 1) {
          const walked = [0, 1, 2, 3, 4].map((minute) => slice * 5 + minute)
          const counting = walked.filter(
            (minute) =>
              'udx'.includes(text.charAt(minute)) && !except.some(([start, end]) => minute >= start && minute < end),
          )
          if (counting.length > 0) total += 1
          else if (walked.some((minute) => text.charAt(minute) !== '-')) leftOut += 1
          if (counting.some((minute) => text.charAt(minute) === 'x')) bad += 1
        }
        expect(count(text, except)).toEqual({ total, bad, leftOut })
      },
    ),
  )
})
