// Screenshots of every page at three widths, light and dark, with one sheet to look at: `make looks`. No part of `make test`.
import { writeFileSync } from 'node:fs'
import { expect, test, type Role } from './fixtures'
import { pages, pathsOf } from './fixtures/paths'

const widths = [390, 1366, 1920]
const schemes = ['light', 'dark'] as const
const results = process.env.RESULTS!
/** Narrows the paths, such as LOOKS_OF=/shop. */
const only = process.env.LOOKS_OF ?? ''

type Look = { role: string; path: string; scheme: string; width: number; file: string; over: number }

const name = (role: string, index: number, path: string) =>
  `${role}-${index}${path.replace(/[^a-z0-9]+/gi, '-').replace(/-$/, '')}`

for (const role of Object.keys(pages) as (Role | 'visitor')[]) {
  test(`looks of ${role}`, async ({ as, page: visitor }) => {
    test.setTimeout(3_600_000)
    const page = role === 'visitor' ? visitor : await as(role)
    const looks: Look[] = []
    const paths = (await pathsOf(page, role)).map((path, index) => ({ path, index }))
    for (const { path, index } of paths.filter(one => one.path.includes(only))) {
      for (const scheme of schemes) {
        await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
        for (const width of widths) {
          await page.setViewportSize({ width, height: width < 500 ? 844 : 900 })
          const answer = await page.goto(path)
          expect.soft(answer!.status(), path).toBeLessThan(500)
          const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
          const file = `${name(role, index, path)}-${width}-${scheme}.png`
          await page.screenshot({ path: `${results}/${file}`, fullPage: true, scale: 'css' })
          looks.push({ role, path, scheme, width, file, over })
        }
      }
    }
    // One sheet per role; the script puts them together, because roles run side by side.
    writeFileSync(`${results}/${role}.json`, JSON.stringify(looks))
    expect.soft(looks.filter(look => look.over > 0).map(look => `${look.path} at ${look.width} px`)).toEqual([])
  })
}
