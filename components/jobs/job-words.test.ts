import { expect, it } from 'vitest'
import type { Job, JobRun } from '@/lib/jobs/contract'
import { durationText, hasFailed, jobState } from './job-words'

const run = (fields: Partial<JobRun>): JobRun => ({
  id: '019ab000-0000-7000-8000-000000000000',
  job: 'audit.archive',
  attempt: 1,
  trigger: 'schedule',
  dueAt: '2026-11-28T02:00:00.000Z',
  startedAt: '2026-11-28T02:00:01.000Z',
  endedAt: '2026-11-28T02:00:02.000Z',
  status: 'COMPLETED',
  isLast: true,
  durationMs: 900,
  error: null,
  byName: null,
  ...fields,
})
const job = (fields: Partial<Job>): Job => ({
  name: 'audit.archive',
  description: 'Archives',
  schedule: '0 2 * * *',
  scheduleText: 'every day at 02:00 UTC',
  nextDueAt: null,
  isRunning: false,
  isOverdue: false,
  lastRun: null,
  lastSuccessAt: null,
  history: [],
  ...fields,
})

it.each([
  ['Not run yet', {}],
  ['Late', { isOverdue: true }],
  ['Done', { lastRun: run({}) }],
  ['Failed', { lastRun: run({ status: 'FAILED' }), isOverdue: true }],
  ['Failed', { lastRun: run({ status: 'ABANDONED' }) }],
  ['Will be tried again', { lastRun: run({ status: 'FAILED', isLast: false }) }],
  ['Running', { lastRun: run({ status: 'FAILED' }), isRunning: true }],
])('says %s of a job', (word, fields) => {
  expect(jobState(job(fields)).word).toBe(word)
  expect(hasFailed(job(fields))).toBe(
    'lastRun' in fields && fields.lastRun.status !== 'COMPLETED' && fields.lastRun.isLast,
  )
})

it('tells durations in the unit that fits', () => {
  expect([340, 1_234, 12_345, 240_000].map(durationText)).toEqual(['340 ms', '1.2 s', '12 s', '4 min'])
})
