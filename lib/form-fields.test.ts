import { expect, it } from 'vitest'
import { optionalText, requiredText } from './form-fields'

it('text of people turns nothing round that stands behind it', () => {
  expect(requiredText(20).parse(' a\u202egpj.exe\u2066 ')).toBe('agpj.exe')
  expect(optionalText(20).parse('\u202a\u2068 ')).toBeNull()
  expect(requiredText(20).safeParse('\u202e').success).toBe(false)
})

it('text of people keeps the marks and joiners that scripts need', () => {
  const text = 'שלום\u200f \u200eA نمی\u200cخواهم 👩\u200d💻'
  expect(requiredText(60).parse(text)).toBe(text)
})
