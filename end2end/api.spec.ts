// The API's documentation: drawn within the content security policy, and its requests can be tried.
import { expect, test } from './fixtures'

test('a request of the documentation is tried with the session of the pages @js', async ({ as }) => {
  const page = await as('donor')
  const blocked: string[] = []
  page.on('console', line => {
    if (line.text().includes('Content Security Policy')) blocked.push(line.text())
  })
  await page.goto('/api')
  await page.locator('main a[href="/api?tag=session"]').click()
  const read = page.locator('#operations-session-session_me')
  await read.locator('.opblock-summary-control').click()
  await read.locator('button.execute').click()
  await expect(read.locator('.live-responses-table .response-col_status').last()).toContainText('200')

  // A write gets a key; this one is answered here, because nothing is to be changed.
  const sent = page.waitForRequest(request => request.method() === 'POST' && request.url().endsWith('/api/v1/me/name'))
  await page.route('**/api/v1/me/name', route => route.fulfill({ status: 204, body: '' }))
  const write = page.locator('#operations-session-session_name_set')
  await write.locator('.opblock-summary-control').click()
  await write.locator('button.execute').click()
  expect((await sent).headers()['idempotency-key']).toMatch(/^[0-9a-f]{32}$/)

  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(over, 'the page is wider than the screen').toBeLessThanOrEqual(0)
  expect(blocked).toEqual([])
})
