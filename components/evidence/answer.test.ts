import { describe, expect, it } from 'vitest'
import type { AuditEvidence, AuditVerification } from '@/lib/audit/contract'
import { answerOf, sealedSince } from './answer'

const passed: AuditVerification = {
  id: '018f0000-0000-7000-8000-000000000001',
  startedAt: '2026-11-20T12:00:00.000Z',
  startedBy: 'ada@example.org',
  finishedAt: '2026-11-20T12:00:02.000Z',
  isRunning: false,
  size: 12_345,
  checked: 12_345,
  checkpoints: 40,
  passed: true,
  findingCount: 0,
  findings: [],
}
const failed = { ...passed, passed: false, findingCount: 3 }
const running = { ...passed, finishedAt: null, isRunning: true, passed: null, checked: 5_000 }
const evidence = (known: Partial<AuditEvidence>): AuditEvidence => ({
  sealed: 12_400,
  unsealed: 0,
  checkpoint: null,
  origin: 'daybook.example/audit',
  verifierKey: 'daybook.example/audit+00000000+AAAA',
  running: null,
  last: null,
  ...known,
})

describe('the answer', () => {
  it.each([
    ['passed', { last: passed }, 'success', 'Nothing was altered in 12,345 events'],
    ['failed', { last: failed }, 'critical', 'The trail was altered: 3 findings'],
    ['failed once', { last: { ...failed, findingCount: 1 } }, 'critical', 'The trail was altered: 1 finding'],
    ['never', {}, 'warning', 'Never verified'],
    ['for the first time', { running }, 'info', 'Being verified for the first time'],
    ['empty', { sealed: 0 }, 'neutral', 'The trail is empty'],
    ['not sealed', { sealed: 0, unsealed: 4 }, 'neutral', 'Nothing is sealed yet'],
  ] as const)('%s', (_, known, tone, title) => {
    expect(answerOf(evidence(known))).toMatchObject({ tone, title })
  })

  it('keeps the alarm while it is verified again', () => {
    expect(answerOf(evidence({ last: failed, running })).tone).toBe('critical')
    expect(answerOf(evidence({ last: passed, running })).tone).toBe('success')
  })

  it('takes a verification without an outcome for no good news', () => {
    expect(answerOf(evidence({ last: { ...passed, passed: null } })).tone).toBe('critical')
  })

  it('knows how much came after the verification', () => {
    expect(sealedSince(evidence({ last: passed }))).toBe(55)
    expect(sealedSince(evidence({ last: passed, sealed: 12_345 }))).toBe(0)
    expect(sealedSince(evidence({}))).toBe(0)
  })
})
