// Without a network: Today and the pages it links to are readable, and deleted on sign-out; a visit and a hand-over are
// written down, sent once, and get the server's verdict.
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
  // So does one of which nothing is ever kept.
  await page.goto('/me')
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

test('what is written down without a network is sent once, by its own account @js', async ({ browser }) => {
  test.skip(test.info().project.name !== 'phone', 'one visit')
  const context = await browser.newContext()
  const page = await context.newPage()
  const form = page.locator('form[data-later]'), said = page.locator('[data-later-said]').first()
  const reports = page.locator('section[aria-labelledby=reports] li')
  const list = page.locator('[data-unsent-list] ul.rows')
  const ready = () => expect.poll(() => page.evaluate(() =>
    localStorage.getItem('unsent') === document.querySelector<HTMLElement>('[data-unsent]')!.dataset.unsent)).toBe(true)
  const leave = () => context.clearCookies({ name: 'session' })

  await signIn(page, people.caseworker)
  await page.goto('/desk')
  await ready()
  await expect.poll(() => page.evaluate(async () => (await caches.match('/unsent')) !== undefined), { timeout: 20_000 }).toBe(true)
  await page.goto('/desk/households/1/visits')
  const before = await reports.count()
  await context.setOffline(true)
  await form.locator('[name=met]').first().check()
  await form.locator('[name=words]').fill('离线时写下的一句话')
  await form.locator('[type=submit]').last().click()
  await expect(said).toContainText('还没有算数')
  await expect(form).toBeHidden()
  // What was typed cannot be read in the browser's storage.
  const stored = await page.evaluate(async () => {
    const open = await new Promise<IDBDatabase>(done => {
      const asked = indexedDB.open('unsent')
      asked.onsuccess = () => done(asked.result)
    })
    const all = await new Promise<{ label: string; body: { sealed: ArrayBuffer }; typed: { sealed: ArrayBuffer } }[]>(done => {
      const asked = open.transaction('forms').objectStore('forms').getAll()
      asked.onsuccess = () => done(asked.result)
    })
    open.close()
    return all.map(({ label, body, typed }) => label + new TextDecoder().decode(body.sealed) + new TextDecoder().decode(typed.sealed))
  })
  expect(stored).toHaveLength(1)
  expect(stored[0]).toContain('走访记录')
  expect(stored[0]).not.toContain('一句话')
  // Of an account that never came back nothing is left after a week, sealed or not.
  await page.evaluate(() => new Promise(done => {
    const asked = indexedDB.open('unsent')
    asked.onsuccess = () => {
      const turn = asked.result.transaction('forms', 'readwrite')
      const gone = { id: 'gone', owner: '0.0', label: '', page: '/', done: Date.now() - 8 * 86_400_000, state: 'waits' }
      turn.objectStore('forms').put({ ...gone, body: { sealed: new ArrayBuffer(9) }, typed: { sealed: new ArrayBuffer(9) } })
      turn.oncomplete = () => { asked.result.close(); done(undefined) }
    }
  }))
  await page.goto('/unsent')
  await expect(list).toContainText('还没有发出')
  await expect.poll(() => page.evaluate(() => new Promise(done => {
    const asked = indexedDB.open('unsent')
    asked.onsuccess = () => {
      const found = asked.result.transaction('forms').objectStore('forms').get('gone')
      found.onsuccess = () => { asked.result.close(); done(`${found.result.state} ${found.result.body} ${found.result.typed}`) }
    }
  }))).toBe('expired undefined undefined')

  // Another account on the same phone neither sees nor sends it. It writes down a hand-over of its own, with a wrong code.
  await page.goto('about:blank')
  await leave()
  await context.setOffline(false)
  await signIn(page, people.shopkeeper)
  await page.goto('/unsent')
  await ready()
  await expect(list.locator('li')).toHaveCount(0)
  await page.goto('/shop?list=ready')
  await page.locator('main a[href^="/shop/claims/"]').first().click()
  await context.setOffline(true)
  await form.locator('[name=code]').fill('000000')
  await form.locator('[type=submit]').click()
  await expect(said).toBeVisible()
  await context.setOffline(false)
  await page.goto('/unsent')
  await expect(list).toContainText('没有收下')
  await expect(list).toContainText('000000')
  await list.locator('[data-delete]').click()
  await expect(list.locator('li')).toHaveCount(0)

  // Its own account signs in again, and it is sent: once.
  await page.goto('about:blank')
  await leave()
  await signIn(page, people.caseworker)
  await page.goto('/unsent')
  await expect(list).toContainText('收下了')
  await page.goto('/desk/households/1/visits')
  await expect(reports).toHaveCount(before + 1)
  await page.goto('/unsent')
  await expect(list.locator('li')).toHaveCount(0)
  await context.close()
})

test('a page that arrives after signing out is not kept', async ({ request }) => {
  test.skip(test.info().project.name !== 'phone', 'needs no browser')
  // The service worker itself, with a network that answers when it is told to.
  const source = await (await request.get('/sw.js')).text()
  const stored = new Map<string, Map<string, Response>>()
  type Address = string | { url: string }
  const key = (of: Address) => typeof of === 'string' ? of : of.url
  const open = async (name: string) => {
    const pages = stored.get(name) ?? new Map<string, Response>()
    stored.set(name, pages)
    return {
      match: async (of: Address) => pages.get(key(of))?.clone(),
      put: async (of: Address, page: Response) => { pages.set(key(of), page) },
      keys: async () => [...pages.keys()].map(url => ({ url })),
      delete: async (of: Address) => pages.delete(key(of)),
      add: async () => {},
    }
  }
  const caches = { open, keys: async () => [...stored.keys()], delete: async (name: string) => stored.delete(name) }
  const asked: (() => void)[] = []
  const fetch = () => new Promise<Response>(done => {
    asked.push(() => done(new Response('<p>', { headers: { 'keep-for': 'a' } })))
  })
  const hears: Record<string, (event: unknown) => void> = {}
  const addEventListener = (name: string, hear: (event: unknown) => void) => { hears[name] = hear }
  const worker = { caches, fetch, addEventListener, location: new URL('http://wishes.example/sw.js') }
  new Function(...Object.keys(worker), source)(...Object.values(worker))
  const visit = (method: string, path: string) => {
    const sent = { method, mode: 'navigate', url: `http://wishes.example${path}`, referrer: '', headers: new Headers() }
    hears.fetch({ request: sent, waitUntil: () => {}, respondWith: () => {} })
    return new Promise(done => setTimeout(done, 50))
  }
  const arrive = () => {
    asked.shift()!()
    return new Promise(done => setTimeout(done, 50))
  }
  const names = () => [...stored.keys()].filter(name => name.startsWith('kept-'))

  await visit('GET', '/claims')
  await arrive()
  expect(names()).toEqual(['kept-a'])
  await visit('GET', '/claims')
  await visit('POST', '/sign-out')
  await arrive()
  expect(names()).toEqual([])
})
