// What a first visit loads, in the bytes that are sent. Photos are not counted; the module of the islands is.
import { expect, test, type Role } from './fixtures'

/** Kilobytes of each kind of page: the feed is what most people open, on the slowest networks. */
const budgets: [Role | 'visitor', string, number][] = [
  ['visitor', '/', 30],
  ['visitor', '/wishes', 40],
  ['visitor', '/wanted', 40],
  ['visitor', '/about', 40],
  ['visitor', '/sign-in', 90],
  ['visitor', '/register', 90],
  ['family', '/home', 90],
  ['family', '/home/wishes/new/school_bag', 90],
  ['donor', '/claims', 90],
  ['shopkeeper', '/shop', 90],
  ['caseworker', '/desk', 90],
]
/** Kilobytes of the module, with the parts that a page has of its own. */
const MODULE = 60

test('first pages keep to their budget @js', async ({ as, page: visitor }) => {
  test.skip(test.info().project.name !== 'phone', 'all projects load the same files')
  await visitor.goto('/')
  const wish = await visitor.locator('a[href^="/wishes/"]').first().getAttribute('href')
  const over: string[] = []
  for (const [role, path, budget] of budgets) {
    const page = role === 'visitor' ? visitor : await as(role)
    const browser = await page.context().newCDPSession(page)
    await browser.send('Network.enable')
    await browser.send('Network.setCacheDisabled', { cacheDisabled: true })
    await browser.send('Network.setBypassServiceWorker', { bypass: true })
    await page.goto(path === '/wishes' ? wish! : path, { waitUntil: 'load' })
    // The module comes when the page is idle, and its parts after it. A live page is never without a connection.
    const loaded = (name: string) => performance.getEntriesByType('resource').some(entry => entry.name.endsWith(name))
    if (await page.locator('leptos-island, [data-island]').count()) await page.waitForFunction(loaded, '.wasm')
    const files = () => page.evaluate(() => performance.getEntriesByType('resource').length)
    for (let before = -1, now = await files(); now !== before; now = await files()) {
      before = now
      await page.waitForTimeout(500)
    }
    const sent = await page.evaluate(() => {
      const entries = ['navigation', 'resource'].flatMap(kind => performance.getEntriesByType(kind)) as PerformanceResourceTiming[]
      // Past the worker, a page that is kept for later is fetched once more when all else is done.
      const first = entries.filter(entry => entry.entryType === 'navigation' || new URL(entry.name).pathname !== location.pathname)
      const files = first.map(entry => [new URL(entry.name).pathname, entry.encodedBodySize] as [string, number])
      return files.filter(([name]) => !/^\/((item-|offer-)?photos\/|sw\.js|live$)/.test(name))
    })
    const kilobytes = (of: [string, number][]) => of.reduce((sum, [, size]) => sum + size, 0) / 1000
    const each = sent.map(([name, size]) => `${name} ${(size / 1000).toFixed(1)}`).join(', ')
    if (kilobytes(sent) > budget) over.push(`${path} of ${role}: ${kilobytes(sent).toFixed(1)} kB of ${budget}: ${each}`)
    const module = kilobytes(sent.filter(([name]) => name.endsWith('.wasm')))
    if (module > MODULE) over.push(`${path} of ${role}: a module of ${module.toFixed(1)} kB of ${MODULE}: ${each}`)
    await browser.detach()
  }
  expect(over).toEqual([])
})
