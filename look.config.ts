import { defineConfig } from 'playwright/test'
import { browserFlags, findBrowser } from './bin/browser'
const executablePath = findBrowser()
Object.assign(process.env, { DAYBOOK_FOUNDER_EMAIL: 'founder@look.example', DAYBOOK_FOUNDER_PASSWORD: 'correct horse battery staple' })
export default defineConfig({
  testDir: 'e2e', outputDir: '.daybook-test/playwright-look', workers: 1, timeout: 120_000, expect: { timeout: 20_000 }, reporter: [['list']],
  use: { baseURL: 'http://localhost:3312', launchOptions: { args: browserFlags, ...(executablePath ? { executablePath } : {}) } },
})
