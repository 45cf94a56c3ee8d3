import { expect, it } from 'vitest'
import { openTone, openWords } from './open-words'

const counts = (openCount: number, openCriticalCount: number, firingCount: number) => ({
  openCount,
  openCriticalCount,
  firingCount,
})

it.each([
  [counts(0, 0, 0), 'success', 'Nothing is wrong that Daybook watches.', undefined],
  [counts(1, 0, 1), 'error', '1 alert is open.', 'Nobody has acknowledged it yet.'],
  [counts(1, 0, 0), 'warning', '1 alert is open.', 'Somebody is on it: it is acknowledged.'],
  [counts(1, 1, 1), 'critical', '1 critical alert is open.', 'Nobody has acknowledged it yet.'],
  [counts(2, 2, 1), 'critical', '2 critical alerts are open.', '1 of the 2 is not acknowledged yet.'],
  [counts(3, 0, 3), 'error', '3 alerts are open.', 'Nobody has acknowledged any of them yet.'],
  [counts(4, 2, 3), 'critical', '4 alerts are open, 2 of them critical.', '3 of the 4 are not acknowledged yet.'],
  [counts(4, 2, 0), 'critical', '4 alerts are open, 2 of them critical.', 'Somebody is on them: all are acknowledged.'],
])('what is open is said with how bad it is and whether somebody is on it: %j', (open, tone, title, detail) => {
  expect(openTone(open)).toBe(tone)
  expect(openWords(open)).toEqual(detail === undefined ? { title } : { title, detail })
})
