import { describe, expect, test } from 'vitest'
import { minuteMs } from '../../clock'
import { simulate } from './preview'
import { rules } from './registry'
import type { Moment } from './rule'

const start = Date.UTC(2026, 10, 1)
const at = (minute: number) => new Date(start + minute * minuteMs)
const moments = (minutes: readonly number[], source = 'daybook'): Moment[] =>
  minutes.map((minute) => ({ at: at(minute), source }))
const upTo = (count: number, from = 0) => Array.from({ length: count }, (_, i) => from + i)

function ruleOf(name: string) {
  const rule = rules.find((candidate) => candidate.name === name)
  if (!rule) throw new Error(`There is no rule ${name}`)
  return rule
}
const event = ruleOf('critical-event')
const condition = ruleOf('error-rate')
const telling = { cooldownMinutes: 10, reminderMinutes: 240 }
const told = (rule: typeof event, minutes: readonly Moment[]) =>
  simulate(rule, minutes, telling).map(({ openedAt, messages }) => [(openedAt.getTime() - start) / minuteMs, messages])

describe('a preview', () => {
  test('has no alert without a moment', () => {
    expect(told(condition, [])).toEqual([])
  })

  test('counts one alert and one message for ten minutes of trouble', () => {
    expect(told(condition, moments(upTo(8)))).toEqual([[0, 1]])
    expect(told(event, moments([0]))).toEqual([[0, 1]])
  })

  test('lets a condition go through one false minute and ends it after two', () => {
    expect(told(condition, moments([0, 1, 2.99]))).toHaveLength(1)
    expect(told(condition, moments([0, 1, 3]))).toHaveLength(2)
  })

  test('ends an alert of events when 30 minutes pass without another', () => {
    expect(told(event, moments([0, 29, 58]))).toEqual([[0, 3]])
    expect(told(event, moments([0, 30]))).toEqual([
      [0, 1],
      [30, 1],
    ])
  })

  test('tells an alert that opens within the cooldown when the cooldown is over, if it still lasts', () => {
    expect(told(condition, moments([0, ...upTo(3, 5)]))).toEqual([
      [0, 1],
      [5, 0],
    ])
    expect(told(condition, moments([0, ...upTo(6, 5)]))).toEqual([
      [0, 1],
      [5, 1],
    ])
  })

  test('tells again of what lasts: further events after the cooldown, a condition after the reminder', () => {
    expect(told(event, moments(upTo(10)))).toEqual([[0, 2]])
    expect(told(event, moments(upTo(60)))).toEqual([[0, 7]])
    expect(told(condition, moments(upTo(239)))).toEqual([[0, 1]])
    expect(told(condition, moments(upTo(241)))).toEqual([[0, 2]])
  })

  test('keeps sources and subjects apart', () => {
    expect(simulate(event, [...moments([0]), ...moments([0], 'shop')], telling)).toHaveLength(2)
    expect(
      simulate(
        event,
        [
          { at: at(0), source: 'a|b' },
          { at: at(1), source: 'a', subject: 'b' },
        ],
        telling,
      ),
    ).toHaveLength(2)
  })

  test('tells a notice every time', () => {
    expect(told(ruleOf('lifecycle'), moments([0, 1]))).toEqual([
      [0, 1],
      [1, 1],
    ])
  })
})
