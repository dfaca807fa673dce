// Every page of a family in two pseudo-languages, both two fifths longer and one of them right to left: at 360 px
// nothing overflows or is cut off, and no tap target overlaps another.
import { expect, expectAccessible, picture, test } from './fixtures'
import { wrongLayout } from './fixtures/layout'
import type { Page } from '@playwright/test'

const languages = { 'en-XB': 'rtl', 'en-XA': 'ltr' } as const

/** Start pages; the others are reached by links. */
const begins = {
  family: ['/home', '/home/wishes/new', '/home/shop', '/home/shop/basket', '/home/orders', '/home/points', '/home/received', '/home/household',
    '/notices', '/me', '/', '/nowhere'],
  visitor: ['/', '/?q=nothing', '/sign-in', '/sign-in/card', '/sign-in/code', '/register', '/wanted', '/notice', '/about', '/how', '/privacy', '/terms', '/help', '/contact', '/accessibility'],
}
/** Paths of pages for families and visitors, without files and the API. */
const reads = /^\/(home|me|notices|wishes|wanted|sign-in|register|notice|about|how|privacy|terms|help|contact|points|$|\?)/
const skips = /\.(xlsx|csv|png|jpg)|\/(photos|papers|voice)\//

/** Reduces a path to its kind, so that one page of each kind is visited. */
const kind = (path: string) => path.split('?')[0].replace(/\d+/g, '1').replace(/(wishes\/new\/).+/, '$1x')

async function links(page: Page): Promise<string[]> {
  const all = await page.locator('a[href^="/"]').evaluateAll(found => found.map(a => a.getAttribute('href')!))
  return all.filter(path => reads.test(path) && !skips.test(path))
}

for (const [tag, direction] of Object.entries(languages)) {
  for (const who of ['family', 'visitor'] as const) {
    test(`the pages of ${who} in ${tag}`, async ({ as, page: visitor, baseURL }) => {
      test.skip(test.info().project.name !== 'phone', 'a phone of 360 px')
      test.setTimeout(420_000)
      const page = who === 'family' ? await as('family') : visitor
      await page.context().addCookies([{ name: 'lang', value: tag, url: baseURL! }])
      const waiting = [...begins[who]]
      const seen = new Set<string>()
      let count = 0
      while (waiting.length) {
        const path = waiting.shift()!
        if (seen.has(kind(path))) continue
        seen.add(kind(path))
        const answer = await page.goto(path)
        if (answer!.status() >= 500) expect.soft(answer!.status(), path).toBe(200)
        count += 1
        expect.soft(await page.locator('html').getAttribute('dir'), path).toBe(direction)
        await picture(page, `${tag}-${who}-${kind(path).replace(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '') || 'feed'}`)
        expect.soft(await wrongLayout(page), path).toEqual([])
        // Folded details are measured as well.
        const folds = page.locator('main details:not([open]) > summary')
        if (await folds.count()) {
          await page.evaluate(() => document.querySelectorAll('main details:not(.menu)').forEach(fold => fold.setAttribute('open', '')))
          expect.soft(await wrongLayout(page), `${path}, unfolded`).toEqual([])
        }
        waiting.push(...(await links(page)))
      }
      expect(count, [...seen].join(' ')).toBeGreaterThan(who === 'family' ? 20 : 6)
      test.info().annotations.push({ type: 'pages', description: String(count) })
    })
  }
}

test('a page that is written from the right is accessible, and wider than the English one', async ({ as, baseURL }) => {
  test.skip(test.info().project.name !== 'phone', 'a phone of 360 px')
  const page = await as('family')
  const width = async (tag: string) => {
    await page.context().addCookies([{ name: 'lang', value: tag, url: baseURL! }])
    await page.goto('/home/wishes/new')
    return page.evaluate(() => {
      const pen = document.createElement('canvas').getContext('2d')!
      pen.font = `16px ${getComputedStyle(document.body).fontFamily}`
      return [...document.querySelectorAll('main span, main h2, main label')].map(e => pen.measureText(e.textContent!.trim()).width).reduce((a, b) => a + b, 0)
    })
  }
  const english = await width('en')
  for (const tag of Object.keys(languages)) {
    expect(await width(tag), tag).toBeGreaterThan(english * 1.4)
    await page.goto('/home')
    await expectAccessible(page)
  }
  await page.context().addCookies([{ name: 'lang', value: 'zh-CN', url: baseURL! }])
})
