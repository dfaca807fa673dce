// Posting a wish without reading: every letter is replaced by a block, and only pictures are tapped. Also speech,
// recordings and photos instead of words, and the tap targets of the elder view.
import { expect, expectAccessible, picture, test } from './fixtures'
import type { Locator, Page } from '@playwright/test'

// A fake microphone with its permission granted.
test.use({
  launchOptions: {
    executablePath: process.env.CHROMIUM,
    args: [
      '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
      '--disable-sync', '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream',
    ],
  },
})

/** Replaces every letter and digit of the page by a block as soon as it appears. */
function blockOut() {
  const covered = (text: string) => text.replace(/[^\s■]/gu, '■')
  const cover = (node: Node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      const text = node as Text
      const kind = text.parentElement?.tagName ?? ''
      if (!['SCRIPT', 'STYLE'].includes(kind) && covered(text.data) !== text.data) text.data = covered(text.data)
    }
    if (node instanceof Element) {
      for (const name of ['aria-label', 'title', 'alt', 'placeholder']) {
        const text = node.getAttribute(name)
        if (text && covered(text) !== text) node.setAttribute(name, covered(text))
      }
    }
    node.childNodes.forEach(cover)
  }
  new MutationObserver(changes => changes.forEach(change => { cover(change.target); change.addedNodes.forEach(cover) }))
    .observe(document, { childList: true, characterData: true, subtree: true })
}

async function expectBlocks(page: Page) {
  const rest = await page.evaluate(() => document.body.innerText.replace(/[■\s]/gu, ''))
  expect(rest, 'something can still be read').toBe('')
}

const thing = (page: Page, key: string) => page.locator(`main a:has(use[href="/pictograms.svg#${key}"])`).last()
const button = (page: Page, icon: string) => page.locator(`main :is(a, button):has(use[href="/icons.svg#${icon}"])`)

/** Withdraws the wish: open wishes are limited, and other tests share this family. */
async function takeBack(page: Page) {
  const wish = page.url().match(/wishes\/(\d+)/)![1]
  const answer = await page.request.post(`/home/wishes/${wish}/withdraw`, { form: { reason: '只是试一试' }, maxRedirects: 0 })
  expect(answer.status()).toBe(303)
}

test('a wish is posted by pictures alone @js', async ({ as }) => {
  const page = await as('family')
  await page.addInitScript(blockOut)
  await page.goto('/home')
  const begun = Date.now()
  let taps = 0
  const tap = async (what: Locator) => {
    await expectBlocks(page)
    await what.click()
    taps++
  }
  await tap(button(page, 'plus').first())
  await tap(thing(page, 'fan'))
  await expect(button(page, 'plus').first()).toBeVisible()
  await tap(button(page, 'plus').first())
  await tap(button(page, 'check').last())
  await expect(page).toHaveURL(/\/home\/wishes\/\d+\/sent/)
  await expect(page.locator('.sent-mark')).toBeVisible()
  await expect(page.locator('.sent use[href="/pictograms.svg#fan"]')).toBeVisible()
  await expectBlocks(page)
  await picture(page, 'picture-sent')
  expect(taps).toBeLessThanOrEqual(5)
  expect(Date.now() - begun).toBeLessThan(90_000)
  await takeBack(page)
})

test('a size is a picture, and one says something instead of writing it @js', async ({ as }) => {
  const page = await as('family')
  await page.addInitScript(blockOut)
  await page.goto('/home/wishes/new/pillow')
  const record = page.locator('[data-record]')
  await expect(record).toBeVisible()
  await expectBlocks(page)
  await record.click()
  await expect(record).toHaveAttribute('aria-pressed', 'true')
  await page.waitForTimeout(1500)
  await picture(page, 'picture-recording')
  await record.click()
  await expect(page.locator('[data-kept]')).toBeVisible()
  expect(await page.locator('audio').evaluate((audio: HTMLAudioElement) => audio.src)).toMatch(/^blob:/)
  // Discarded and recorded again; submitting while it records sends the recording.
  await page.locator('[data-drop]').click()
  await expect(page.locator('[data-kept]')).toBeHidden()
  expect(await page.locator('[name=voice]').evaluate((field: HTMLInputElement) => field.files!.length)).toBe(0)
  await record.click()
  await page.waitForTimeout(1200)
  await button(page, 'check').last().click()
  await expect(page).toHaveURL(/\/home\/wishes\/\d+\/sent/)
  const wish = page.url().match(/wishes\/(\d+)/)![1]
  const note = await page.request.get(`/voice/${wish}`)
  expect([note.status(), note.headers()['content-type']]).toEqual([200, 'audio/webm'])
  expect((await note.body()).length).toBeGreaterThan(500)
  await page.goto(`/home/wishes/${wish}`)
  expect((await page.locator(`audio[src="/voice/${wish}"]`).boundingBox())!.height).toBeGreaterThan(40)

  const caseworker = await as('caseworker')
  await caseworker.goto(`/desk/review/${wish}`)
  const player = caseworker.locator(`audio[src="/voice/${wish}"]`).first()
  // The review page lists it in a column, where a flexible height would be none at all.
  expect((await player.boundingBox())!.height).toBeGreaterThan(40)
  await player.evaluate((audio: HTMLAudioElement) => { audio.muted = true; return audio.play() })
  await expect.poll(() => player.evaluate((audio: HTMLAudioElement) => audio.currentTime)).toBeGreaterThan(0)
  await expectAccessible(caseworker)
  await takeBack(page)
})

test('a browser that cannot record does not offer it @js', async ({ as }) => {
  const page = await as('family')
  await page.addInitScript(() => { delete (window as { MediaRecorder?: unknown }).MediaRecorder })
  await page.goto('/home/wishes/new/pillow')
  await page.waitForFunction(() => performance.getEntriesByType('resource').some(file => file.name.endsWith('.wasm')))
  await page.waitForTimeout(500)
  await expect(page.locator('[data-recorder]')).toBeHidden()
})

test('a browser without a voice plays the recorded sounds, and the page says whose voice it is @js', async ({ as }) => {
  // This Chromium has no speech voices.
  const page = await as('family')
  await page.addInitScript(() => {
    const played: string[] = []
    HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
      played.push(new URL(this.src).pathname)
      setTimeout(() => this.dispatchEvent(new Event('ended')), 20)
      return Promise.resolve()
    }
    Object.assign(window, { played })
  })
  await page.goto('/home/wishes/new')
  const wok = page.locator('.spoken', { has: page.locator('a[href="/home/wishes/new/wok"]') })
  await wok.locator('[data-hear]').click()
  const played = () => page.evaluate(() => (window as unknown as { played: string[] }).played)
  await expect.poll(played).toEqual(['/audio/zh-CN/synthetic/item-wok.m4a'])
  const sound = await page.request.get('/audio/zh-CN/synthetic/item-wok.m4a')
  expect(sound.status()).toBe(200)
  expect(sound.headers()['content-type']).toContain('audio/')
  await expect(page.locator('main')).toContainText('朗读的声音是电脑合成的')
  await expectAccessible(page)
  await picture(page, 'picture-sounds')
})

/** Fakes speech synthesis with a Mandarin voice, and records what it speaks. */
function voiced() {
  const said: string[] = []
  class Words { text: string; voice: unknown; lang = ''; rate = 1; onend?: (e: Event) => void; onerror?: (e: Event) => void; constructor(text: string) { this.text = text } }
  const voices = Object.assign(new EventTarget(), {
    getVoices: () => [{ lang: 'en-US' }, { lang: 'zh-HK' }, { lang: 'zh_CN' }],
    speak: (words: Words) => { said.push(`${words.lang} ${words.text}`); setTimeout(() => words.onend?.(new Event('end')), 20) },
    cancel: () => {},
  })
  Object.defineProperty(window, 'speechSynthesis', { value: voices })
  Object.assign(window, { SpeechSynthesisUtterance: Words, said })
}
const said = (page: Page) => page.evaluate(() => (window as unknown as { said: string[] }).said)

test('pictures and pages say what they are @js', async ({ as }) => {
  const page = await as('family')
  await page.addInitScript(voiced)
  await page.goto('/home/wishes/new')
  const wok = page.locator('.spoken', { has: page.locator('a[href="/home/wishes/new/wok"]') })
  await wok.locator('[data-hear]').click()
  await expect.poll(() => said(page)).toEqual(['zh_CN 炒锅'])
  await expect(page).toHaveURL(/\/home\/wishes\/new$/)
  await expectAccessible(page)
  await picture(page, 'picture-spoken')

  await page.goto('/home/wishes/new/bowls')
  await page.locator('[data-speak]').click()
  await expect.poll(async () => (await said(page)).length).toBeGreaterThan(4)
  const all = await said(page)
  expect(all[0]).toContain('许一个心愿')
  await expect.poll(async () => (await said(page)).join(' ')).toContain('发出')
  await expect(page.locator('[data-speak]')).toHaveAttribute('aria-pressed', 'false')
})

test('in the elder view every target is 60 px, on every page of the family @js', async ({ as }) => {
  const page = await as('family')
  // By cookie, not by account: other tests share the account.
  await page.context().addCookies([{ name: 'view', value: 'elder', url: process.env.BASE_URL! }])
  const paths = ['/home', '/home/wishes/new', '/home/wishes/new/school_bag', '/home/wishes/new/winter_coat', '/home/household', '/home/shop',
    '/home/shop/basket', '/home/orders', '/home/points', '/notices', '/me', '/sign-in']
  await page.goto('/home')
  const links = await page.locator('main a[href^="/home/"]').evaluateAll(all => all.map(a => a.getAttribute('href')!))
  const own = links.find(href => /^\/home\/wishes\/\d+$/.test(href))
  if (own) paths.push(own)
  for (const path of paths) {
    await page.goto(path)
    await expect(page.locator('html')).toHaveAttribute('data-view', 'elder')
    // A page with live parts keeps a connection open.
    if (!(await page.locator('[data-live-line]').count())) await page.waitForLoadState('networkidle')
    const small = await page.evaluate(() => {
      const found: string[] = []
      for (const target of document.querySelectorAll<HTMLElement>('a[href], button, input, select, textarea, summary')) {
        const style = getComputedStyle(target)
        if (target.closest('.skip-link, [hidden], [inert]') || style.visibility === 'hidden' || style.display === 'none') continue
        // The target of a checkbox is its label, that of a card the whole card; links within a sentence are exempt.
        const card = getComputedStyle(target, '::after').position === 'absolute' && style.position === 'static'
        const around = card ? target.closest<HTMLElement>('li, article')! : target.closest<HTMLElement>('label') ?? target
        const { width, height } = around.getBoundingClientRect()
        if (width === 0 || (target.tagName === 'A' && style.display === 'inline' && target.closest('p') && !card)) continue
        if (width < 59.5 || height < 59.5) found.push(`${target.outerHTML.slice(0, 120)} ${Math.round(width)}×${Math.round(height)}`)
      }
      return found
    })
    expect.soft(small, path).toEqual([])
    const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect.soft(over, `${path} is wider than the screen`).toBeLessThanOrEqual(0)
    await picture(page, `elder${path.replace(/[^a-z0-9]+/gi, '-')}`)
  }
})
