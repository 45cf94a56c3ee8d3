import './resolve.ts'
import { resolve } from 'node:path'

// Each runner chooses its own; one left over in the shell would confuse all of them.
Reflect.deleteProperty(process.env, 'NODE_ENV')
process.chdir(resolve(import.meta.dirname, '..'))
// Imported only now: static imports would be resolved before the line above has run.
const { runTests } = await import('./test-run.ts')
process.exit(await runTests(process.argv.slice(2)))
