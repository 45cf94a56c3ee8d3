import { defineConfig } from 'playwright/test'
import { browserFlags, findBrowser } from './bin/browser'

const port = Number(process.env.E2E_PORT || 3999)
const baseURL = `http://localhost:${port}`
const executablePath = findBrowser()

/** The founder that the server under test makes for the browser tests; also read by e2e/*.ts. */
const founder = {
  DAYBOOK_FOUNDER_EMAIL: 'founder@e2e.example',
  DAYBOOK_FOUNDER_PASSWORD: 'correct horse battery staple',
}
/** Where the server writes what it answered (e2e/answers.ts). */
const answers = { E2E_ANSWERS_FILE: '.daybook-test/e2e/answers.log' }
Object.assign(process.env, founder, answers)

export default defineConfig({
  testDir: 'e2e',
  outputDir: '.daybook-test/playwright',
  globalTeardown: './e2e/judge-answers.ts',
  // Two cores: one browser, one server.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: !!process.env.CI,
  // Generous, for machines that do other things too; where speed is the promise, the test itself says how long.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    baseURL,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: { args: browserFlags, ...(executablePath ? { executablePath } : {}) },
  },
  projects: [{ name: 'chromium', use: { browserName: 'chromium' } }],
  webServer: {
    command: `"${process.execPath}" --import ./bin/resolve.ts --import ./e2e/answers.ts bin/daybook.ts start`,
    url: `${baseURL}/health`,
    timeout: 180_000,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
    stdout: 'pipe',
    // Empty means missing: the tests have their own database whatever the shell or .env says.
    env: {
      ...founder,
      ...answers,
      PORT: String(port),
      DATABASE_URL: '',
      DATABASE_OWNER_URL: '',
      DATABASE_DIRECT_URL: '',
      NEXTAUTH_URL: '',
      // The receivers of the tests listen on this machine.
      ALERT_ALLOW_PRIVATE_ADDRESSES: 'true',
      DAYBOOK_DATA_DIR: '.daybook-test/e2e',
      DAYBOOK_DIST_DIR: '.next-test',
      LOG_LEVEL: 'warn',
      // Everybody in these tests comes from one address.
      RATE_LIMIT_MAX_REQUESTS: '100000',
      REDIS_URL: '',
    },
  },
})
