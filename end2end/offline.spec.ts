// Offline copies: Today and the pages it links to are readable without a network, and deleted on sign-out.
import { expect, people, signIn, test } from './fixtures'

test('Today is readable without a network, and gone after signing out @js', async ({ browser }) => {
  const context = await browser.newContext()
  const page = await context.newPage()
  const kept = (path: string) => page.evaluate(async path => {
    const names = (await caches.keys()).filter(name => name.startsWith('kept-'))
    const found = await Promise.all(names.map(async name => (await caches.open(name)).match(path)))
    return found.some(Boolean)
  }, path)

  await signIn(page, people.caseworker)
  const queue = await (await page.request.get('/desk/review')).text()
  const review = queue.match(/href="(\/desk\/review\/\d+)"/)![1]
  await page.goto('/desk')
  await expect.poll(() => kept('/desk'), { timeout: 20_000 }).toBe(true)
  await expect.poll(() => kept(review), { timeout: 20_000 }).toBe(true)
  expect(await kept('/desk/households')).toBe(false)
  await page.goto('/desk')
  await expect(page.locator('[data-kept-at]')).toBeHidden()

  await context.setOffline(true)
  await page.goto('/desk')
  await expect(page.locator('[data-kept-at]')).toContainText('没有网络。这是')
  await page.locator('main a.row[href="/desk/review"]').click()
  await expect(page.locator('[data-kept-at]')).toBeVisible()
  await page.locator(`main a.row[href="${review}"]`).click()
  await expect(page.locator('[data-kept-at]')).toBeVisible()

  // A form reports that it was not sent, and keeps what was typed.
  const form = page.locator('form[action$="/reject"]')
  await page.locator('details', { has: form }).locator('summary').click()
  const words = form.locator('textarea')
  await form.locator('input[type=radio]').last().check()
  await words.fill('写了一半的话')
  await form.locator('[type=submit]').click()
  await expect(page.locator('[data-unsent]')).toBeVisible()
  await expect(words).toHaveValue('写了一半的话')

  // A page that may not be kept shows the offline page.
  await page.goto('/desk/households')
  await expect(page.locator('h1')).toHaveText('没有网络')

  await context.setOffline(false)
  await page.goto('/me')
  await page.locator('form[action="/sign-out"] button').locator('visible=true').first().click()
  await expect(page.locator('form[action="/sign-out"]')).toHaveCount(0)
  expect((await page.evaluate(() => caches.keys())).filter(name => name.startsWith('kept-'))).toEqual([])
  await context.setOffline(true)
  await expect(page.goto('/desk')).rejects.toThrow()
  await context.close()
})

for (const { who, start, link } of [
  { who: 'family', start: '/home', link: /^\/home\/wishes\/\d+$/ },
  { who: 'donor', start: '/claims', link: /^\/claims\/\d+$/ },
] as const) {
  test(`a code of the ${who} is shown without a network, and gone after signing out @js`, async ({ browser }) => {
    const context = await browser.newContext()
    const page = await context.newPage()
    await signIn(page, people[who])
    await page.goto(start)
    const found = async (path: string) => page.evaluate(async path => (await caches.match(path)) !== undefined, path)
    await expect.poll(() => found(start), { timeout: 20_000 }).toBe(true)
    const links = await page.locator('main a').evaluateAll(all => all.map(a => a.getAttribute('href') ?? ''))
    const one = links.find(href => link.test(href))!
    await expect.poll(() => found(one), { timeout: 20_000 }).toBe(true)

    await context.setOffline(true)
    await page.goto(start)
    await expect(page.locator('[data-kept-at]')).toBeVisible()
    await page.goto(one)
    await expect(page.locator('[data-kept-at]')).toBeVisible()
    await context.setOffline(false)
    await page.goto('/me')
    await page.locator('form[action="/sign-out"] button').locator('visible=true').first().click()
    await expect(page.locator('form[action="/sign-out"]')).toHaveCount(0)
    expect(await found(start)).toBe(false)
    await context.close()
  })
}
