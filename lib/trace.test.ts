import { describe, expect, it } from 'vitest'
import { traceFrom, traceHeaders } from './trace'

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
const parent = `00-${traceId}-00f067aa0ba902b7-01`

describe('a request that continues a trace', () => {
  it('keeps its id, its flag and its state, and is a place of its own in it', () => {
    const trace = traceFrom(parent, 'rojo=00f067aa0ba902b7,congo@acme=t61rcWkgMzE')
    expect(trace).toMatchObject({ traceId, isSampled: true, state: 'rojo=00f067aa0ba902b7,congo@acme=t61rcWkgMzE' })
    expect(trace.spanId).toMatch(/^[\da-f]{16}$/)
    expect(trace.spanId).not.toBe('00f067aa0ba902b7')
    expect(traceHeaders(trace)).toEqual({
      traceparent: `00-${traceId}-${trace.spanId}-01`,
      tracestate: 'rojo=00f067aa0ba902b7,congo@acme=t61rcWkgMzE',
    })
  })

  it('is not sampled unless the caller says so, and other flags are not passed on', () => {
    expect(traceFrom(parent.replace(/01$/, '00'), undefined).isSampled).toBe(false)
    expect(traceHeaders(traceFrom(parent.replace(/01$/, 'ff'), undefined)).traceparent).toMatch(/-01$/)
  })

  it('of a later version is read as far as this one goes', () => {
    expect(traceFrom(`cc-${traceId}-00f067aa0ba902b7-01-what-the-future-will-be-like`, undefined).traceId).toBe(traceId)
    expect(traceFrom(`cc-${traceId}-00f067aa0ba902b7-01`, undefined).traceId).toBe(traceId)
  })
})

describe('a new trace begins', () => {
  it.each([
    undefined,
    '',
    'ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    `${parent}-more`,
    `00-${traceId}-00f067aa0ba902b7-01.`,
    `cc-${traceId}-00f067aa0ba902b7-01.more`,
    parent.toUpperCase(),
    `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `00-${traceId.slice(1)}-00f067aa0ba902b7-01`,
    `00-${traceId}-00f067aa0ba902b7-1`,
    `0-${traceId}-00f067aa0ba902b7-01`,
    ` ${parent}`,
    `${parent},${parent}`,
  ])('for %j, without its state', (value) => {
    const trace = traceFrom(value, 'rojo=1')
    expect(trace).toMatchObject({ traceId: expect.stringMatching(/^[\da-f]{32}$/), isSampled: false, state: null })
    expect(trace.traceId).not.toBe(traceId)
    expect(traceHeaders(trace)).not.toHaveProperty('tracestate')
  })
})

describe('a state', () => {
  it.each(['UPPER=1', 'a', 'a=1,a=2', 'a=b=c', `a=${'x'.repeat(600)}`, 'a=1\r\nx: y', 'é=1'])(
    'that is not as the standard has it (%j) is dropped, and the trace kept',
    (state) => expect(traceFrom(parent, state)).toMatchObject({ traceId, state: null }),
  )

  it('may have empty members and spaces around them, and at most 32', () => {
    expect(traceFrom(parent, ' a=1 , ,b=2 ').state).toBe('a=1,b=2')
    const members = Array.from({ length: 33 }, (_, n) => `k${n}=1`)
    expect(traceFrom(parent, members.slice(1).join()).state).toBe(members.slice(1).join())
    expect(traceFrom(parent, members.join()).state).toBeNull()
  })
})
