// The pictures of `make looks`: the settings of the tests, and one project of its own.
import { defineConfig } from '@playwright/test'
import tests from './playwright.config'

export default defineConfig({
  ...tests,
  testMatch: 'looks.spec.ts',
  testIgnore: [],
  projects: [{ name: 'looks', use: { viewport: { width: 1366, height: 900 } } }],
})
