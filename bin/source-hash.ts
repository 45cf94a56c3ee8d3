import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/** Folders whose files a build reads, besides the settings at the top level. */
const sourceFolders = ['app', 'components', 'lib', 'public', 'content']

/** Written by tools, or without effect on what is built. */
const ignored =
  /(\.test\.tsx?$)|(^lib\/testing\/)|(^lib\/db\/generated\/)|(^next-env\.d\.ts$)|(^tsconfig\.json$)|(^(vitest|playwright)\.config\.ts$)|(^biome\.json$)|(^knip\.json$)/

/** SHA-256 over everything that decides what `next build` makes, environment included. */
export function sourceHash(root: string): string {
  const top = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|mjs|json)$/.test(entry.name))
    .map((entry) => join(root, entry.name))
  const deep = sourceFolders.flatMap((folder) => filesBelow(join(root, folder)))
  const hash = createHash('sha256').update(JSON.stringify(bakedIn()))
  for (const path of [...top, ...deep, join(root, 'prisma/schema.prisma')].sort()) {
    const name = relative(root, path)
    if (ignored.test(name) || !existsSync(path)) continue
    hash.update(`${name}\0`).update(readFileSync(path)).update('\0')
  }
  return hash.digest('hex')
}

/** Variables that Next writes into the browser's code; Sentry's address is read at run time and stands in no code. */
const bakedIn = () =>
  Object.entries(process.env)
    .filter(([name]) => name.startsWith('NEXT_PUBLIC_') && name !== 'NEXT_PUBLIC_SENTRY_DSN')
    .sort()

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}
