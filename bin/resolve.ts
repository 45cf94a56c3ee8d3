import { existsSync, statSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { dirname, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

// Node runs our TypeScript as it is, but the files under lib/ are written for Next's bundler: imports
// without extension and with the alias "@/". This teaches Node both, for our own files only.

const root = resolve(import.meta.dirname, '..')

registerHooks({
  resolve(specifier, context, nextResolve) {
    const target = ownTarget(specifier, context.parentURL)
    return nextResolve(target ? pathToFileURL(target).href : specifier, context)
  },
})

function ownTarget(specifier: string, parentUrl: string | undefined): string | undefined {
  if (!parentUrl?.startsWith('file:')) return undefined
  const parent = fileURLToPath(parentUrl)
  // A build is JavaScript and finds its own way.
  if (!parent.endsWith('.ts') || !parent.startsWith(root) || parent.includes('/node_modules/')) return undefined
  if (specifier.startsWith('@/')) return withExtension(resolve(root, specifier.slice(2)))
  if (specifier.startsWith('.')) return withExtension(resolve(dirname(parent), specifier))
  return undefined
}

function withExtension(path: string): string | undefined {
  return [path, `${path}.ts`, `${path}/index.ts`].find(
    (candidate) => existsSync(candidate) && statSync(candidate).isFile(),
  )
}
