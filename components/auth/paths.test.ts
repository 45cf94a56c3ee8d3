import { describe, expect, it } from 'vitest'
import { homePath, nextPath } from './paths'

describe('the page after signing in', () => {
  it.each([
    '/',
    '/dashboard/activity',
    '/dashboard/activity?view=errors&event=1#top',
    '/dashboard/activity/trail/Invoice/a%2Fb',
  ])('is %s when it was asked for', (next) => {
    expect(nextPath(next)).toBe(next)
  })

  it.each([
    undefined,
    ['/dashboard', '/x'],
    '',
    'dashboard',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/\n//evil.example',
    '/.//evil.example',
    'javascript:alert(1)',
    '/sign-in?next=/sign-in',
  ])('is never %j', (next) => {
    expect(nextPath(next)).toBeUndefined()
  })

  it('is the activity for founders and the leads for everybody else', () => {
    expect(homePath('FOUNDER')).toBe('/dashboard/activity')
    expect(homePath('ADMIN')).toBe('/dashboard/leads')
    expect(homePath('STAFF')).toBe('/dashboard/leads')
  })
})
