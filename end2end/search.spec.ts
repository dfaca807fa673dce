// One search over everything: by keys, and without scripts.
import { expect, test } from './fixtures'

test('Ctrl K leads to the search, and Enter to what it found @js', async ({ as }) => {
  const page = await as('shopkeeper')
  await page.goto('/shop/receipts')
  const side = page.locator('[data-find]')
  const shown = await side.isVisible()
  await page.keyboard.press('Control+k')
  // On a phone, which has no side bar, the search is a page.
  if (!shown) await expect(page).toHaveURL(/\/search$/)
  const field = shown ? side : page.locator('main input[type=search]')
  await expect(field).toBeFocused()
  await page.keyboard.type('sb')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/search\?q=sb$/)
  await expect(page.locator('#found-item')).toBeVisible()
  await page.locator('#found-item + .rows a').first().click()
  await expect(page).toHaveURL(/\/shop\/items\/\d+$/)
})

test('without scripts it is a form, and pages are found by initials', async ({ as }) => {
  const page = await as('shopkeeper')
  await page.goto('/search')
  await page.locator('main input[type=search]').fill('kc')
  await page.locator('main input[type=search]').press('Enter')
  await page.locator('#found-page + .rows a[href="/shop/stock"]').click()
  await expect(page).toHaveURL(/\/shop\/stock$/)
})
