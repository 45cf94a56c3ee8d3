import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const require = createRequire(import.meta.url)
const outsideLogo = 'https://cdn.redoc.ly/redoc/logo-mini.svg'

/** What the pages of the API's documents load from our own origin, by name. Throws when ReDoc's outside logo is not found to be cut. */
export function apiDocsFiles(): Record<string, string> {
  const read = (file: string) => readFileSync(file, 'utf8')
  const redoc = read(require.resolve('redoc/bundles/redoc.standalone.js'))
  if (!redoc.includes(outsideLogo)) throw new Error('ReDoc names its logo differently: look for what it loads now')
  // Maps of minified code are not served; naming them makes browsers ask.
  const withoutMap = (code: string) =>
    code.replace(/\n\/\/# sourceMappingURL=\S+\s*$|\/\*# sourceMappingURL=\S+ ?\*\/\s*$/, '\n')
  return {
    'redoc.js': withoutMap(redoc.replaceAll(outsideLogo, '/icon.svg')),
    'swagger-ui.js': withoutMap(read(require.resolve('swagger-ui-dist/swagger-ui-bundle.js'))),
    'swagger-ui.css': withoutMap(read(require.resolve('swagger-ui-dist/swagger-ui.css'))),
  }
}

/** Writes them where Next serves files from; done before every build. */
export function writeApiDocsFiles(root: string): void {
  const folder = join(root, 'public/api-docs')
  mkdirSync(folder, { recursive: true })
  for (const [name, content] of Object.entries(apiDocsFiles())) writeFileSync(join(folder, name), content)
}

if (import.meta.main) writeApiDocsFiles(join(import.meta.dirname, '..'))
