// What the islands add, and that pages work before their module has loaded.
import { expect, test } from './fixtures'

test('numbers step by tapping @js', async ({ as }) => {
  const page = await as('family')
  await page.goto('/home/wishes/new/bowls')
  const quantity = page.locator('[name=quantity]')
  const [fewer, more] = [page.locator('[data-step="-1"]'), page.locator('[data-step="1"]')]
  await more.click()
  await more.click()
  await expect(quantity).toHaveValue('3')
  await fewer.click()
  await expect(quantity).toHaveValue('2')
})

test('a page is readable and its form works while the module is held up @js', async ({ page }) => {
  await page.route('**/*.wasm', () => {})
  await page.goto('/?q=书包', { waitUntil: 'commit' })
  await expect(page.locator('.wish-card').first()).toContainText('书包')
  await page.goto('/sign-in', { waitUntil: 'commit' })
  await page.locator('[name=phone]').fill('13800138000')
  await page.locator('[name=password]').fill('not the password')
  await page.locator('form[action^="/sign-in"] [type=submit]').first().click()
  await expect(page.locator('[role=alert]').first()).toBeVisible()
  await expect(page.locator('[name=phone]')).toHaveValue('13800138000')
})

test('a second press of a button sends nothing @js', async ({ as }) => {
  const page = await as('family')
  await page.goto('/home/wishes/new/towel')
  await page.waitForLoadState('networkidle')
  let posted = 0
  await page.route('**/home/wishes/new/towel', async route => {
    if (route.request().method() !== 'POST') return route.continue()
    posted++
    await new Promise(later => setTimeout(later, 500))
    await route.continue()
  })
  await page.evaluate(() => {
    const submit = document.querySelector<HTMLButtonElement>('form[action="/home/wishes/new/towel"] [type=submit]')!
    submit.click()
    submit.click()
    submit.click()
  })
  await expect(page.locator('.banner-tea').first()).toBeVisible()
  expect(posted).toBe(1)
})

test('a file field speaks the language of its page and shows what was chosen @js', async ({ as }) => {
  const page = await as('shopkeeper')
  // The name needs no module.
  await page.route('**/*.wasm', () => {})
  await page.goto('/shop/import')
  const [field, shown] = [page.locator('#file'), page.locator('.file-choice')]
  await expect(shown).toHaveText('选择文件')
  await field.focus()
  const chooser = page.waitForEvent('filechooser')
  await page.keyboard.press('Space')
  await (await chooser).setFiles({ name: '十一月.csv', mimeType: 'text/csv', buffer: Buffer.from('品名,数量') })
  await expect(shown).toHaveText('十一月.csv')
})

test('an import says how many rows are in @js', async ({ as }) => {
  test.skip(test.info().project.name !== 'desk', 'once is enough: its goods stay')
  const page = await as('shopkeeper')
  await page.goto('/shop/import')
  await page.locator('[name=location]').first().check()
  const buffer = Buffer.from('品名,数量\n进度条一,1\n进度条二,1\n进度条三,1\n')
  await page.locator('input[type=file]').setInputFiles({ name: 'kucun.csv', mimeType: 'text/csv', buffer })
  await page.locator('form[action="/shop/import"] [type=submit]').click()
  await page.waitForURL(/\/shop\/import\/\d+$/)
  const apply = page.locator('form[action$="/apply"]')
  let answer = () => {}
  await page.route('**/apply', async route => {
    expect(route.request().postData()).toContain('slice=yes')
    await new Promise<void>(done => { answer = done })
    await route.continue()
  })
  await apply.locator('[type=submit]').click()
  await expect(apply.locator('[role=status]')).toContainText(/0.+3/)
  await expect(apply.locator('progress')).toHaveAttribute('max', '3')
  await expect(apply.locator('[type=submit]')).toBeDisabled()
  answer()
  await expect(apply).toHaveCount(0)
  await expect(page.locator('.banner-tea').first()).toBeVisible()
})

test('English is one tap away and stays', async ({ page }) => {
  await page.goto('/')
  await page.locator('form[action="/language"] [value=en]').first().click()
  await expect(page.locator('html')).toHaveAttribute('lang', 'en')
  await page.goto('/sign-in')
  await expect(page.locator('h1')).toHaveText('Sign in')
})

test('the keyboard reaches the content and the first wish', async ({ page }) => {
  test.skip(test.info().project.name !== 'desk', 'there is no Tab key on a phone')
  await page.goto('/')
  await page.keyboard.press('Tab')
  await expect(page.locator('.skip-link')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/#main/)
})
