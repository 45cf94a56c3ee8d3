import { describe, expect, it } from 'vitest'
import { asLabel, inWords } from '@/components/ui/name-words'
import { sampleEvent } from './sample-event.testing'
import { actorName, deedOf, descriptionOf, sentenceOf } from './words'

describe('an event in words', () => {
  it('says who did what', () => {
    expect(sentenceOf(sampleEvent())).toBe('Ada Lovelace added a lead')
  })

  it('knows the names other systems use', () => {
    expect(deedOf({ action: 'login_success', severity: 'INFO' })).toBe('signed in')
    expect(deedOf({ action: 'qr_payment', severity: 'INFO' })).toBe('paid by QR code')
  })

  it('never tells a failure as done', () => {
    const failed = { action: 'LEAD_TO_STUDENT_CONVERSION', severity: 'CRITICAL' } as const
    expect(deedOf(failed)).toBe('ran into a failure: lead to student conversion')
    expect(deedOf({ action: 'JOB_FAILED', severity: 'ERROR' })).toBe('failed a job')
    expect(deedOf({ action: 'LEAD_UPDATED', severity: 'WARNING' })).toBe('changed a lead')
  })

  it('tells an unknown action in its own words', () => {
    expect(deedOf({ action: 'deploy.finished', severity: 'INFO' })).toBe('did “deploy finished”')
    expect(deedOf({ action: 'constructor', severity: 'INFO' })).toBe('did “constructor”')
  })

  it('names every kind of actor', () => {
    const nobody = { userName: null, userEmail: null, source: 'daybook', erasedAt: null }
    expect(actorName({ ...nobody, actorType: 'anonymous' })).toBe('Somebody')
    expect(actorName({ ...nobody, actorType: 'system', userName: 'daybook' })).toBe('Daybook')
    expect(actorName({ ...nobody, actorType: 'job', userName: 'backup.run' })).toBe('Job backup.run')
    expect(actorName({ ...nobody, actorType: 'user', userEmail: 'a@b.c' })).toBe('a@b.c')
    expect(actorName({ ...nobody, actorType: 'user' })).toBe('Somebody unknown')
    expect(actorName({ ...nobody, actorType: 'user', erasedAt: '2026-11-20T12:00:00.000Z' })).toBe('An erased person')
  })

  it('leaves out a description that only repeats the sentence', () => {
    expect(descriptionOf(sampleEvent({ action: 'LOGIN', description: 'Ada Lovelace signed in' }))).toBeUndefined()
    expect(descriptionOf(sampleEvent())).toBe('Lead Bob Stone was added')
  })

  it('writes names of fields and actions as people do', () => {
    expect(asLabel('INVOICE_GENERATED')).toBe('Invoice generated')
    expect(asLabel('API_KEY_REVOKED')).toBe('API key revoked')
    expect(asLabel('EMAIL_SENT')).toBe('E-mail sent')
    expect(inWords('payableNowMinor')).toBe('payable now minor')
  })
})
