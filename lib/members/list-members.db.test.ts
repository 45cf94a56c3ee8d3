import { expect, it } from 'vitest'
import { systemContext } from '../context'
import { useDatabase } from '../testing/database'
import { newMember } from '../testing/session'
import { MemberPage } from './contract'
import { listMembers } from './index'

useDatabase()

it('members are listed newest first, by pages, with nothing secret', async () => {
  const made = [await newMember('FOUNDER'), await newMember('ADMIN'), await newMember('STAFF')].reverse()
  const ctx = systemContext('test')
  const first = await listMembers(ctx, { limit: 2, cursor: undefined })
  const second = await listMembers(ctx, { limit: 2, cursor: first.nextCursor ?? undefined })
  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(made.map(({ id }) => id))
  expect(second.nextCursor).toBeNull()
  expect(MemberPage.parse(first)).toEqual(first)
  expect(Object.keys(first.items[0] ?? {}).sort()).toEqual(['disabledAt', 'email', 'id', 'lastLoginAt', 'name', 'role'])
  expect(first.items[0]?.lastLoginAt).toMatch(/Z$/)
})
