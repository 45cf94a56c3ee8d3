import { describe, expect, test } from 'vitest'
import { defaultTexts, problemsOf, settingsOf, textsOf } from './rule-values'

const field = {
  title: 'A',
  description: 'b',
  unit: '%',
  minimum: 1,
  maximum: 9_999,
  isWhole: true,
  default: 10,
  value: 25,
}
const rule = {
  fields: [
    { ...field, name: 'percent' },
    { ...field, name: 'ratio', isWhole: false, default: 0.5, value: 1.5 },
  ],
}

describe('the form of a rule', () => {
  test('begins with what is in force and knows the defaults', () => {
    expect(textsOf(rule)).toEqual({ percent: '25', ratio: '1.5' })
    expect(defaultTexts(rule)).toEqual({ percent: '10', ratio: '0.5' })
    expect(settingsOf(rule, textsOf(rule))).toEqual({ percent: 25, ratio: 1.5 })
  })

  test.each([
    ['', 'Please enter a number'],
    ['x', 'Please enter a number'],
    ['1.5', 'Please enter a whole number'],
    ['0', 'At least 1'],
    ['10000', 'At most 9,999'],
  ])('says of %j what is wrong, and tries nothing then', (text, problem) => {
    const texts = { ...textsOf(rule), percent: text }
    expect(problemsOf(rule, texts)).toEqual({ percent: problem })
    expect(settingsOf(rule, texts)).toBeUndefined()
  })

  test('takes blanks around a number', () => {
    expect(settingsOf(rule, { percent: ' 12 ', ratio: '2' })).toEqual({ percent: 12, ratio: 2 })
  })
})
