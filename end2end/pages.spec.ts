// Every page of every role: fits 360 and 320 px, has one heading, and no complaint from axe or the console.
import { expect, expectAccessible, picture, test, type Role } from './fixtures'
import { pages, pathsOf } from './fixtures/paths'

for (const role of Object.keys(pages) as (Role | 'visitor')[]) {
  test(`the pages of ${role}`, async ({ as, page: visitor }) => {
    test.setTimeout(300_000)
    const page = role === 'visitor' ? visitor : await as(role)
    const complaints: string[] = []
    page.on('console', message => message.type() === 'error' && complaints.push(message.text()))
    page.on('pageerror', error => complaints.push(String(error)))

    const paths = await pathsOf(page, role)
    for (const [index, path] of paths.entries()) {
      complaints.length = 0
      const answer = await page.goto(path)
      expect(answer!.status(), path).toBe(path === '/nowhere' ? 404 : 200)
      await expect.soft(page.locator('h1'), path).toHaveCount(1)
      await expectAccessible(page)
      await picture(page, `${role}-${index}${path.replace(/[^a-z0-9]+/gi, '-').replace(/-$/, '')}`)
      const size = page.viewportSize()!
      for (const width of size.width < 500 ? [size.width, 320] : [size.width]) {
        await page.setViewportSize({ width, height: size.height })
        const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
        expect.soft(over, `${path} at ${width} px`).toBeLessThanOrEqual(0)
      }
      await page.setViewportSize(size)
      expect.soft(complaints.filter(text => path !== '/nowhere' || !text.includes('404')), path).toEqual([])
    }
  })
}
