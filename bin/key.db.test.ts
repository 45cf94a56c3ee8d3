import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { systemContext } from '../lib/context'
import { findApiKey, listApiKeys } from '../lib/members/api-keys'
import { useDatabase } from '../lib/testing/database'

const db = useDatabase()
const root = join(import.meta.dirname, '..')

/** `daybook …` as an operator types it. */
function daybook(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const env = { ...process.env, DATABASE_URL: db.appUrl(), DATABASE_OWNER_URL: db.ownerUrl() }
  const child = spawn(process.execPath, [join(root, 'bin/daybook.ts'), ...args], { cwd: root, env })
  const texts = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (texts.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (texts.err += text))
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...texts })))
}

it('daybook key create prints a key that works, and nothing else', async () => {
  const scopes = 'metrics:read,health:read'
  const { code, out } = await daybook('key', 'create', '--name', 'Cron', '--scopes', scopes, '--expires', '2099-01-31')
  expect(code).toBe(0)
  expect(await findApiKey(out.trim())).toMatchObject({ name: 'Cron', scopes: ['metrics:read', 'health:read'] })
  const { items } = await listApiKeys(systemContext('test'))
  expect(items).toMatchObject([{ createdByName: 'command line', expiresAt: '2099-01-31T23:59:59.999Z' }])
}, 180_000)

it('says what is wrong with what was typed, and makes nothing', async () => {
  const { code, err } = await daybook('key', 'create', '--scopes', 'everything', '--expires', 'tomorrow')
  expect(code).toBe(2)
  for (const option of ['--name', '--scopes', '--expires:']) expect(err).toContain(option)
  expect((await listApiKeys(systemContext('test'))).items).toHaveLength(1)
}, 180_000)
