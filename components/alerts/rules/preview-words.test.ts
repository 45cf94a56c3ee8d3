import { expect, test } from 'vitest'
import { previewSentence } from './preview-words'

test('a preview says how often and how much it would have told', () => {
  const preview = { alerts: 14, messages: 5, longestMs: 7_200_000 }
  expect(previewSentence('condition', preview)).toBe(
    'It would have fired 14 times: 5 messages to each channel after the cooldown. The longest lasted 2 h.',
  )
  expect(previewSentence('event', { alerts: 1, messages: 1, longestMs: 0 })).toBe(
    'It would have fired 1 time: 1 message to each channel after the cooldown.',
  )
  expect(previewSentence('notice', preview)).toBe('It would have told 14 times.')
  expect(previewSentence('condition', { alerts: 0, messages: 0, longestMs: 0 })).toBe('It would have said nothing.')
})
