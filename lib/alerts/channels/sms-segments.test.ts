import { describe, expect, it } from 'vitest'
import { newMessage } from '../../testing/messages'
import { smsText } from './sms'
import { countSegments, plainerText } from './sms-segments'

describe('segments', () => {
  it.each([
    ['', 'GSM-7', 1],
    ['a'.repeat(160), 'GSM-7', 1],
    ['a'.repeat(161), 'GSM-7', 2],
    ['a'.repeat(306), 'GSM-7', 2],
    ['a'.repeat(459), 'GSM-7', 3],
    ['a'.repeat(460), 'GSM-7', 4],
    // The euro sign takes two septets, and is not divided between two segments.
    ['€'.repeat(80), 'GSM-7', 1],
    ['€'.repeat(81), 'GSM-7', 2],
    [`${'a'.repeat(152)}€${'a'.repeat(151)}`, 'GSM-7', 2],
    [`${'a'.repeat(152)}€${'a'.repeat(152)}`, 'GSM-7', 3],
    ['ñ'.repeat(160), 'GSM-7', 1],
    ['ж'.repeat(70), 'UCS-2', 1],
    ['ж'.repeat(71), 'UCS-2', 2],
    ['ж'.repeat(201), 'UCS-2', 3],
    ['ж'.repeat(202), 'UCS-2', 4],
    ['🚨'.repeat(35), 'UCS-2', 1],
    // 67 is odd: an emoji that does not fit whole goes into the next segment.
    ['🚨'.repeat(99), 'UCS-2', 3],
    ['🚨'.repeat(100), 'UCS-2', 4],
  ] as const)('%#: %s in %s makes %s', (text, encoding, segments) => {
    expect(countSegments(text)).toEqual({ encoding, segments })
  })

  it('needs no expensive alphabet for typographic characters', () => {
    expect(countSegments(plainerText('“Kim’s” – it … ·')).encoding).toBe('GSM-7')
  })
})

describe('the text of an SMS', () => {
  const short = { dashboard: 'https://d.example.org/a/1', sentry: null, runbook: null }

  it('has the emoji where everything fits with it', () => {
    const text = smsText(newMessage('firing', { links: short }), false)
    expect(text).toBe(
      '🚨 CRITICAL: Critical event\nThe conversion of a lead failed halfway.\n2026-11-28 04:05:06 UTC, 14 times\nhttps://d.example.org/a/1',
    )
    expect(countSegments(text).segments).toBeLessThanOrEqual(3)
  })

  it('leaves it out for a text that would not fit with it', () => {
    const text = smsText(newMessage('firing', { links: short, sentence: 'Something long. '.repeat(15) }), false)
    expect(text.startsWith('CRITICAL: ')).toBe(true)
    expect(text).not.toContain('(cut)')
    expect(countSegments(text)).toEqual({ encoding: 'GSM-7', segments: 3 })
  })

  it.each(['Something long. ', 'Долгий текст. ', '🚨👨‍👩‍👧‍👦 ', '€^{}'])(
    'never takes more than three segments: %s',
    (unit) => {
      for (const length of [1, 5, 10, 20, 40, 1_000]) {
        const message = newMessage('firing', { sentence: unit.repeat(length), title: unit.repeat(length) })
        const text = smsText(message, true)
        expect(countSegments(text).segments).toBeLessThanOrEqual(3)
        expect(text.isWellFormed()).toBe(true)
      }
    },
  )

  it('keeps the time, the count and the link of a sentence that is cut', () => {
    const text = smsText(newMessage('firing', { sentence: 'Долгий текст. '.repeat(50), links: short }), false)
    expect(text).toContain('... (cut)')
    expect(text.endsWith('2026-11-28 04:05:06 UTC, 14 times\nhttps://d.example.org/a/1')).toBe(true)
  })
})
