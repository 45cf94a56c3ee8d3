import { expect, it } from 'vitest'
import { scopeWords, windowWords } from './window-words'

const window = { weekdays: [3, 7], onDay: null, startsAt: '02:30', durationMinutes: 90, timeZone: 'Europe/Berlin' }

it.each([
  [{}, 'Every Wednesday and Sunday at 02:30 for 1 h 30 min, Europe/Berlin'],
  [{ weekdays: [1] }, 'Every Monday at 02:30 for 1 h 30 min, Europe/Berlin'],
  [{ weekdays: [1, 2, 3, 4, 5, 6, 7] }, 'Every day at 02:30 for 1 h 30 min, Europe/Berlin'],
  [{ weekdays: [], onDay: '2026-12-24' }, 'Once on 24 Dec 2026 at 02:30 for 1 h 30 min, Europe/Berlin'],
])('a window is said in words: %j', (times, words) => expect(windowWords({ ...window, ...times })).toBe(words))

it.each([
  [{ rule: null, source: null }, 'All alerts'],
  [{ rule: 'error-rate', source: null }, 'error-rate'],
  [{ rule: null, source: 'billing' }, 'All alerts from billing'],
  [{ rule: 'error-rate', source: 'billing' }, 'error-rate from billing'],
  [{ rule: 'disk-usage', source: null, fingerprint: 'daybook|spool' }, 'One alert: disk-usage, daybook, spool'],
  [
    { rule: 'login-attack', source: null, fingerprint: 'daybook|01a220a1-54ce-76d3-984c-7ec3992d92f8' },
    'One alert: login-attack, daybook',
  ],
])('what is meant is said in words: %j', (scope, words) => expect(scopeWords(scope)).toBe(words))
