// Keeping one's place: lists grow below, the arrow goes back, and a card of the free shop changes where it stands.
import { expect, test } from './fixtures'

test('the feed grows below, and the arrow comes back to its filter and place @js', async ({ page }) => {
  await page.goto('/?order=waiting')
  const cards = page.locator('.feed > .wish-card')
  await expect(cards).toHaveCount(20)
  await page.locator('[data-add]').click()
  await expect(cards).toHaveCount(40)
  await expect(page).toHaveURL(/order=waiting&shown=40$/)
  const ids = await cards.evaluateAll(all => all.map(card => card.id))
  expect(new Set(ids).size).toBe(40)

  const far = cards.nth(30)
  await far.scrollIntoViewIfNeeded()
  const id = await far.getAttribute('id')
  await far.locator('h2 a').click()
  await expect(page).toHaveURL(/\/wishes\/\d+/)
  await page.locator('[data-back]').click()
  await expect(page).toHaveURL(/order=waiting&shown=40/)
  await expect(page.locator(`#${id}`)).toBeInViewport()
})

test('without scripts the longer list begins at its first new wish', async ({ browser }) => {
  const context = await browser.newContext({ javaScriptEnabled: false })
  const page = await context.newPage()
  await page.goto('/')
  const last = await page.locator('.feed > .wish-card').last().getAttribute('id')
  await page.locator('[data-add]').click()
  await expect(page.locator('.feed > .wish-card')).toHaveCount(40)
  await expect(page.locator(`#${last}`)).toBeInViewport()
  await context.close()
})

test('a card of the free shop takes more and less without leaving its place @js', async ({ as }) => {
  const page = await as('family')
  await page.goto('/home/shop')
  const card = page.locator('.ware').filter({ has: page.locator('form[action$="/basket/add"]') }).last()
  const id = await card.getAttribute('id')
  const ware = page.locator(`#${id}`)
  await ware.scrollIntoViewIfNeeded()
  const before = await page.evaluate(() => scrollY)
  await ware.locator('button').first().click()
  await expect(ware.locator('.count-row')).toBeVisible()
  await expect(page.locator('#basket-total a')).toBeVisible()
  expect(Math.abs(await page.evaluate(() => scrollY) - before)).toBeLessThan(120)
  // One less of one is none, as before.
  await ware.locator('[data-step="trash"]').click()
  await expect(ware.locator('form[action$="/basket/add"]')).toBeVisible()
})
