import { describe, expect, it } from 'vitest'
import { rateTrail } from './check-audit-trail'

const whole = {
  mode: 'database' as const,
  spoolDepth: 0,
  spoolBytes: 0,
  oldestSpooledMs: undefined,
  torn: 0,
  refused: 0,
  lastResort: 0,
  lastResortAtMs: 0,
}
const sealed = {
  unsealed: 3,
  oldestUnsealedSeconds: 1,
  unsealable: 0,
  checkpointAgeSeconds: 30,
  outOfBandChanges: 0,
  verificationPassed: true,
  problem: undefined,
}
const status = (state: Partial<typeof whole>, ledger: object = {}) =>
  rateTrail({ ...whole, ...state }, { ...sealed, ...ledger }, 10_000_000).status

describe('the check of the trail', () => {
  it('is healthy while everything is where it belongs, with what waits and the age of the last checkpoint', () => {
    expect(rateTrail(whole, sealed, 0)).toMatchObject({
      status: 'healthy',
      counts: { mode: 'database', spoolDepth: 0, unsealed: 3, outOfBandChanges: 0, lastCheckpoint: '30s ago' },
    })
  })

  it('is degraded while events wait in the spool or for the sealer, were set aside, or rows were changed past Daybook', () => {
    expect(status({ spoolDepth: 1 })).toBe('degraded')
    expect(status({ torn: 1 })).toBe('degraded')
    expect(status({}, { oldestUnsealedSeconds: 61 })).toBe('degraded')
    expect(status({}, { oldestUnsealedSeconds: 60 })).toBe('healthy')
    expect(status({}, { outOfBandChanges: 1 })).toBe('degraded')
    expect(status({}, { unsealable: 1 })).toBe('degraded')
  })

  it('is degraded when no checkpoint was signed for two hours, or the last one is said to be from the future', () => {
    expect(status({}, { checkpointAgeSeconds: 7_200 })).toBe('healthy')
    expect(status({}, { checkpointAgeSeconds: 7_201 })).toBe('degraded')
    expect(status({}, { checkpointAgeSeconds: -60 })).toBe('healthy')
    expect(status({}, { checkpointAgeSeconds: null })).toBe('healthy')
    expect(rateTrail(whole, { ...sealed, checkpointAgeSeconds: -61 }, 0)).toMatchObject({
      status: 'degraded',
      counts: { lastCheckpoint: 'in 61s' },
    })
  })

  it('is unhealthy when the evidence is broken or an event stands only in the log', () => {
    expect(status({}, { problem: 'another root' })).toBe('unhealthy')
    expect(status({}, { verificationPassed: false })).toBe('unhealthy')
    expect(status({ lastResort: 1, lastResortAtMs: 9_000_000 })).toBe('unhealthy')
  })

  it('says what it knows while the database is away', () => {
    expect(rateTrail(whole, undefined, 0)).toMatchObject({ status: 'healthy' })
    expect(rateTrail({ ...whole, spoolDepth: 2 }, undefined, 0)).toMatchObject({ status: 'degraded' })
  })
})
