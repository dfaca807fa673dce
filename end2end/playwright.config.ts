import { defineConfig } from '@playwright/test'

// tools/e2e.sh starts the server and sets these.
const { BASE_URL, CHROMIUM, RESULTS = '../target/e2e', CI } = process.env

/** Tests without a browser. */
const clients = 'client/**'

const phone = { viewport: { width: 360, height: 640 }, deviceScaleFactor: 2 }

export default defineConfig({
  testDir: '.',
  outputDir: `${RESULTS}/failures`,
  fullyParallel: true,
  workers: 2,
  // A test that passes at the second try would hide a fault.
  retries: 0,
  forbidOnly: !!CI,
  // A test visits many pages, and the machine may be busy.
  timeout: 180_000,
  expect: { timeout: 10_000 },
  reporter: [[CI ? 'list' : 'line'], ['json', { outputFile: `${RESULTS}/results.json` }]],
  use: {
    baseURL: BASE_URL,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    actionTimeout: 15_000,
    // No layout is measured during an animation.
    contextOptions: { reducedMotion: 'reduce' },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: CHROMIUM,
      // No sandbox: CI runs as root. The other flags prevent requests of Chromium's own.
      args: [
        '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
        '--disable-background-networking', '--disable-component-update', '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'phone', testIgnore: clients, use: { ...phone, isMobile: true, hasTouch: true } },
    // Everything works without scripts; tests of islands have @js in their title.
    { name: 'no-js', testIgnore: clients, use: { ...phone, javaScriptEnabled: false }, grepInvert: /@js/ },
    { name: 'desk', testIgnore: clients, use: { viewport: { width: 1280, height: 800 } } },
    // A program that knows the API by its description alone.
    { name: 'client', testMatch: clients },
  ],
})
