import { defineConfig } from 'vitest/config'

const roots = ['lib', 'bin', 'components', 'app', 'battery']
/** Never the spool of the project's own data folder; `useDatabase` gives each file one of its own. */
const env = {
  AUDIT_SPOOL_DIR: '.daybook-test/spool/unit',
  // Thousands of requests from one address; the tests of the limits switch them on.
  RATE_LIMIT_ENABLED: 'false',
}
const resolve = { alias: { '@': import.meta.dirname } }

export default defineConfig({
  resolve,
  test: {
    // Two cores are the smallest machine this has to pass on; more workers there only make timeouts.
    maxWorkers: 2,
    // Where a run at the same time could leave files behind that another run would take for its own.
    exclude: ['**/node_modules/**', '.daybook*/**', '.next*/**'],
    projects: [
      {
        resolve,
        test: {
          env,
          name: 'unit',
          include: [...roots.map((root) => `${root}/**/*.test.{ts,tsx}`), 'architecture.test.ts'],
          exclude: ['**/*.db.test.ts', '**/*.built.test.ts'],
          setupFiles: ['./lib/testing/fixed-seed.ts'],
        },
      },
      {
        resolve,
        test: {
          env,
          name: 'db',
          include: roots.map((root) => `${root}/**/*.db.test.ts`),
          globalSetup: ['./lib/testing/global-setup.ts'],
          setupFiles: ['./lib/testing/answers.ts', './lib/testing/fixed-seed.ts'],
          pool: 'forks',
          testTimeout: 20_000,
          // What another process or loop does, on a machine that does other things too.
          expect: { poll: { timeout: 10_000 } },
        },
      },
      // What needs the production build, and brings processes and a PostgreSQL of its own.
      { resolve, test: { env, name: 'built', include: ['battery/**/*.built.test.ts'], testTimeout: 600_000 } },
    ],
  },
})
