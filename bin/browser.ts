import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from 'playwright'

/** Works in containers and as root. Web security stays on: the tests are about it. */
export const browserFlags = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu']

/** A Chromium that is already here: CHROMIUM_PATH, Playwright's own, the system's. */
export function findBrowser(): string | undefined {
  const candidates = [
    process.env.CHROMIUM_PATH,
    chromium.executablePath(),
    '/usr/bin/chromium',
    '/usr/bin/google-chrome',
  ]
  return candidates.find((path) => path !== undefined && path !== '' && existsSync(path))
}

/** The same, or one fetched now: Debian's when we are root, else the one from the npm registry (x64). */
export async function findOrInstallBrowser(): Promise<string> {
  return findBrowser() ?? fromDebian() ?? (await fromNpm())
}

function fromDebian(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const aptGet = (...args: string[]) => spawnSync('apt-get', args, { env, stdio: 'ignore', timeout: 300_000 })
  aptGet('update', '-q')
  aptGet('install', '-y', '-q', '--no-install-recommends', 'chromium')
  return findBrowser()
}

async function fromNpm(): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('There is no browser for the tests. Give CHROMIUM_PATH, or run npx playwright install chromium.')
  }
  const { default: packaged } = await import('@sparticuz/chromium')
  return packaged.executablePath()
}
