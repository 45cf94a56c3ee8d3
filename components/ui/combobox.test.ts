import { expect, it } from 'vitest'
import { matching } from './combobox'

const zones = ['America/New_York', 'Europe/Berlin', 'Europe/London', 'UTC']

it.each([
  ['', zones],
  ['berl', ['Europe/Berlin']],
  ['new york', ['America/New_York']],
  ['new_york', ['America/New_York']],
  ['lon eur', ['Europe/London']],
  ['EUROPE', ['Europe/Berlin', 'Europe/London']],
  ['mars', []],
])('typing "%s" finds what has all of its words', (typed, found) => expect(matching(zones, typed)).toEqual(found))
