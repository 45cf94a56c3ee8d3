import { expect, it } from 'vitest'
import { isTimeZone } from '@/lib/settings/browser'
import { timeZoneNames } from './time-zones'

const names = timeZoneNames('Europe/Berlin')

it('time zones are found by the names of today, and UTC is one', () => {
  expect(names).toEqual(
    expect.arrayContaining(['UTC', 'Asia/Kolkata', 'Asia/Kathmandu', 'Europe/Kyiv', 'America/Chicago']),
  )
})

it('all of them can be saved, none comes twice, and the one that is set is among them', () => {
  expect(names.filter((name) => !isTimeZone(name))).toEqual([])
  expect(new Set(names).size).toBe(names.length)
  expect(timeZoneNames('Etc/GMT+5')).toContain('Etc/GMT+5')
})
