import { expect, it } from 'vitest'
import { systemContext } from '../lib/context'
import { setEnv } from '../lib/env'
import { signIn } from '../lib/members'
import { useDatabase } from '../lib/testing/database'
import { firstStart } from './first-start'

const db = useDatabase()
const signInOf = (email: string, password = '') =>
  signIn(systemContext('test', { actor: { type: 'anonymous' } }), { email, password })
const emptied = () =>
  db.ownerQuery(
    `WITH ctx AS MATERIALIZED (SELECT set_config('daybook.ctx', 'test', true)) DELETE FROM "User" USING ctx`,
  )

it('makes one founder who can sign in with the password told, however many instances start at once', async () => {
  const starts = await Promise.all([firstStart(), firstStart(), firstStart()])
  const founders = starts.flatMap(({ founder }) => founder ?? [])
  expect(founders).toEqual([{ email: 'founder@daybook.local', password: expect.stringMatching(/^[0-9a-z-]{23}$/) }])
  expect(await signInOf('founder@daybook.local', founders[0]?.password)).toMatchObject({ kind: 'signedIn' })
  expect(await db.ownerQuery(`SELECT "role", "isSample" FROM "User"`)).toEqual([{ role: 'FOUNDER', isSample: false }])
  expect(await firstStart()).toEqual({})
})

it('takes the founder of the environment and does not repeat the password', async () => {
  await emptied()
  setEnv({ DAYBOOK_FOUNDER_EMAIL: 'Ada@Example.org', DAYBOOK_FOUNDER_PASSWORD: 'a password of my own' })
  expect(await firstStart()).toEqual({ founder: { email: 'ada@example.org' } })
  expect(await signInOf('ada@example.org', 'a password of my own')).toMatchObject({ kind: 'signedIn' })
})
