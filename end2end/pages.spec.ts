// Every page of every role: fits 360 and 320 px, has one heading, and no complaint from axe or the console.
import { expect, expectAccessible, picture, test, type Role } from './fixtures'

const pages: Record<Role | 'visitor', string[]> = {
  visitor: ['/', '/?q=书包', '/?q=没有这样东西', '/?category=kitchen&max_cost=100', '/sign-in', '/sign-in/factor', '/sign-in/forgotten', '/register', '/wanted', '/wanted?area=1', '/notice', '/impact', '/market', '/market/1', '/aid', '/about', '/how', '/privacy', '/terms', '/help', '/contact', '/api', '/office', '/certificates', '/certificates?number=1234567890', '/helper-sheets', '/helper-sheets?number=1234567890', '/jobs', '/jobs/1', '/organisations/1', '/pledges', '/pledges?show=over', '/pledges/1', '/drives', '/drives/1', '/drives/2', '/shops/1', '/documents', '/areas/1/documents', '/programmes', '/programmes/1', '/nowhere'],
  family: ['/home', '/share', '/home/wishes/new', '/home/wishes/new/school_bag', '/home/household', '/home/household/copy', '/home/shop', '/home/shop/basket',
    '/home/orders', '/home/points', '/home/taking-part', '/home/disputes', '/home/visits', '/home/cases', '/home/aid', '/home/conferences', '/home/appointments', '/questions', '/home/loans', '/home/courses', '/home/groups', '/home/groups/notices/1', '/home/market', '/home/market/new', '/home/jobs', '/jobs/1', '/home/school-places', '/notices', '/me', '/me/messages', '/me/sessions', '/me/close', '/'],
  donor: ['/', '/?order=cost', '/claims', '/urgent', '/shifts', '/shifts/mine', '/me/helper-sheets', '/saved', '/offers', '/offers/new', '/offers/new?item=quilt', '/receipts', '/courses', '/market/reservations', '/employer', '/jobs/new', '/organisation', '/organisations/1/claims', '/organisations/1/rows?figure=units', '/partnerships/1', '/pledges/1', '/pledges/new', '/pledges/board', '/drives/2', '/drives/2/poster', '/shops/1/poster', '/posters', '/notices', '/me', '/me/contact', '/me/area', '/me/close'],
  shopkeeper: ['/shop', '/shop?find=0000', '/shop/fill', '/shop/stock', '/shop/stock?sort=-shelf', '/shop/stock?print=all', '/shop/receipts?print=all', '/shop/stock?q=没有', '/shop/receive',
    '/shop/receive?code=6901234567892', '/shop/receive?item=quilt', '/shop/journals', '/shop/journals?kind=issue', '/shop/items', '/shop/items?q=没有',
    '/shop/items/new', '/shop/items/11', '/shop/labels?item=11', '/shop/scan', '/shop/scan?code=item:11', '/shop/scan?code=0', '/shop/receipts', '/shop/offers', '/shop/inspect',
    '/shop/expiry', '/shop/transfers', '/shop/transfers/new?from=1', '/shop/transfers/1/paper', '/shop/recalls', '/shop/reorder', '/shop/reorder?item=13&show=all', '/shop/recalls/new?item=13', '/shop/kits', '/shop/stock-takes', '/shop/stock-takes/new',
    '/shop/notice', '/shop/board', '/shop/orders', '/shop/walk-in', '/shop/loans', '/shop/loans?show=waiting', '/shop/import', '/shop/export', '/me/place', '/search', '/search?q=sb', '/search?q=没有'],
  caseworker: ['/desk', '/search?q=家', '/search?q=书包', '/desk/taking-part', '/desk/taking-part?show=notes', '/desk/households/1/taking-part', '/desk/review', '/desk/wishes', '/desk/claims', '/desk/claims/table', '/desk/cases/table', '/desk/wishes/table', '/desk/wishes/table?state=submitted&sort=-submitted', '/me/filters', '/desk/thanks', '/desk/households', '/desk/households?sort=-people', '/desk/households?print=all',
    '/desk/households?q=不存在的人', '/desk/households/new', '/desk/consents', '/desk/corrections', '/desk/unreached', '/desk/households/1/consents',
    '/desk/households/1/visits', '/unsent', '/unsent?leave=yes', '/share', '/desk/visits?mine=yes', '/desk/visits/plan', '/desk/findings?mine=yes', '/desk/leaves', '/desk/cases', '/desk/cases?show=over', '/desk/school-places', '/desk/school-places?show=over', '/desk/households/1/school-places', '/desk/households/1/cases?kind=wages', '/desk/households/1/referrals', '/desk/referrals', '/desk/services',
    '/desk/households/1/consents/new?kind=story&member=4', '/desk/households/1/consents/new?kind=photo', '/desk/cards', '/desk/rounds', '/desk/doors', '/desk/slots', '/desk/slots/new', '/desk/appointments', '/desk/service-figures', '/desk/questions', '/desk/questions?show=answered', '/desk/households/1/appointments', '/desk/shifts', '/desk/shifts?show=over', '/desk/shifts/new', '/desk/shift-tasks', '/desk/pairings', '/desk/households/1/pairings?need=study', '/desk/aid', '/desk/conferences', '/desk/conferences?show=over', '/desk/households/1/conferences', '/desk/households/1/aid', '/desk/households/1/collections', '/desk/aid/collections', '/desk/aid/collections?show=over', '/desk/aid/collections/1/hand-over', '/desk/courses', '/desk/sessions', '/desk/courses?show=asked', '/desk/courses?show=over', '/desk/courses/new', '/desk/courses/rules', '/desk/market', '/desk/households/1/courses', '/desk/groups', '/desk/groups?show=unread', '/desk/groups/roster?state=joined', '/desk/groups/1', '/desk/groups/notices/1', '/desk/households/1/groups', '/desk/households/1/loans', '/desk/jobs', '/desk/jobs/vacancies', '/desk/jobs/seekers', '/desk/jobs/proposals?show=hired', '/desk/jobs/checks', '/desk/jobs/homes', '/desk/households/1/jobs', '/desk/entitled', '/desk/entitled?show=over', '/desk/entitled?show=late&mine=yes', '/desk/households/1/entitlements', '/desk/households/1/members',
    '/desk/households/1/sign-in',
    '/desk/households/1/card', '/desk/households/1/password', '/me/factor', '/me/proof', '/me/proof?next=/audit/file'],
  coordinator: ['/desk', '/desk/groups', '/desk/groups?show=uncared', '/desk/groups/new', '/desk/groups/1/change', '/desk/groups/1/poster', '/desk/documents', '/desk/documents?show=outdated', '/desk/documents/new', '/desk/documents/1', '/admin/areas/1/taking-part', '/reports', '/reports/rows?figure=wishes_published', '/reports/rows?figure=aid_money', '/reports/month', '/desk/organisations', '/desk/organisations/1', '/desk/partnerships', '/desk/partnerships?show=waiting', '/partnerships/1', '/desk/pledges', '/desk/pledges?show=signing', '/pledges/1', '/pledges/1/rows', '/pledges/2', '/pledges/board', '/desk/aid', '/desk/aid/programmes/1', '/desk/programmes', '/desk/programmes?show=drafts', '/desk/programmes/new', '/desk/programmes/1', '/desk/programmes/3', '/desk/programmes/3/indicators', '/desk/indicators', '/desk/indicators/1', '/desk/indicators/2', '/desk/indicators/9', '/desk/indicators/1/rows', '/desk/jobs/import', '/drives/new', '/drives/1', '/drives/2', '/drives/2/rows', '/drives/2/poster', '/posters', '/desk/wishes', '/desk/points/import', '/desk/disputes', '/desk/disputes?show=over', '/desk/reversals', '/desk/one-person', '/desk/applications', '/desk/urgent', '/desk/urgent?show=mine', '/desk/duty', '/desk/visits', '/desk/visits/figures', '/desk/visits/rules', '/desk/chain', '/desk/chain?show=gaps', '/desk/leaves', '/desk/workload', '/desk/workload/0', '/undo', '/desk/case-figures', '/desk/school-rules', '/desk/school-rules?show=over', '/desk/call-backs', '/desk/services', '/desk/rounds', '/desk/rounds/new', '/desk/entitlements', '/desk/entitlements/new', '/shop/board', '/shop/stock-takes', '/admin/areas', '/admin/areas/1/messages', '/admin/accounts', '/admin/staff-sheet', '/help/staff', '/help/staff?q=积分'],
  auditor: ['/desk', '/reports', '/audit', '/audit?action=role_grant', '/desk/households', '/shop/stock', '/shop/journals', '/shop/receipts', '/shop/transfers', '/shop/export'],
  admin: ['/desk', '/admin/staff-sheet', '/help/staff', '/admin/areas', '/admin/areas/2/change', '/admin/areas/2/change?as=merge&to=3', '/admin/closed-areas', '/admin/organisations', '/admin/accounts', '/admin/locations', '/admin/languages', '/admin/areas/1/webhooks', '/admin/pages', '/admin/pages/about?lang=zh-CN', '/admin/pages/help?lang=en', '/admin/security', '/admin/health', '/me', '/me/sessions', '/me/factor'],
}

/** Per role: list pages, each with the pattern of the link to follow to a record. */
const records: Partial<Record<Role | 'visitor', [string, RegExp][]>> = {
  visitor: [['/', /^\/wishes\/\d+$/]],
  family: [['/home/conferences', /^\/home\/conferences\/\d+$/], ['/home', /^\/home\/wishes\/\d+$/], ['/home/market', /^\/home\/market\/\d+$/], ['/home/orders', /^\/home\/orders\/\d+/], ['/home/loans', /^\/home\/loans\/\d+$/]],
  donor: [['/claims', /^\/claims\/\d+$/], ['/shifts', /^\/shifts\/\d+$/], ['/me/helper-sheets', /^\/me\/helper-sheets\/\d+$/], ['/claims', /^\/standbys\/\d+$/], ['/offers', /^\/offers\/\d+/], ['/receipts', /^\/receipts\/\d+/]],
  shopkeeper: [['/shop', /^\/shop\/claims\/\d+/], ['/shop/fill', /^\/shop\/fill\/\d+/], ['/shop/stock', /^\/shop\/entries/],
    ['/shop/stock', /^\/shop\/lots/], ['/shop/journals', /^\/shop\/journals\/\d+/],
    ['/shop/items', /^\/shop\/items\/\d+/], ['/shop/receipts', /^\/shop\/receipts\/\d+/], ['/shop/offers', /^\/shop\/offers\/\d+/],
    ['/shop/transfers?all=yes', /^\/shop\/transfers\/\d+/], ['/shop/kits', /^\/shop\/kits\/\d+/],
    ['/shop/loans', /^\/shop\/loans\/\d+$/], ['/shop/stock-takes', /^\/shop\/stock-takes\/\d+/], ['/shop/orders?list=ended', /^\/shop\/orders\/\d+/]],
  caseworker: [['/desk/review', /^\/desk\/review\/\d+/], ['/desk/wishes', /^\/desk\/wishes\/\d+/],
    ['/desk/conferences', /^\/desk\/conferences\/\d+$/], ['/desk/aid/collections', /^\/desk\/aid\/collections\/\d+$/], ['/desk/households/1/aid', /^\/desk\/aid\/grants\/\d+$/], ['/desk/cases', /^\/desk\/cases\/\d+$/], ['/desk/school-places', /^\/desk\/school-places\/\d+$/], ['/desk/referrals', /^\/desk\/referrals\/\d+$/],
    ['/desk/claims', /^\/desk\/claims\/\d+/], ['/desk/households', /^\/desk\/households\/\d+/],
    ['/desk/courses', /^\/courses\/\d+$/], ['/courses/9', /^\/courses\/9\/roster$/], ['/courses/9', /^\/courses\/9\/change$/],
    ['/courses/12', /^\/desk\/courses\/sessions\/\d+$/],    ['/desk/entitled', /^\/desk\/entitled\/\d+$/],    ['/desk/rounds', /^\/desk\/rounds\/\d+$/], ['/desk/shifts', /^\/desk\/shifts\/\d+$/], ['/desk/slots', /^\/desk\/slots\/\d+$/], ['/desk/questions', /^\/questions\/\d+$/], ['/desk/doors', /^\/desk\/doors\/\d+$/],
    ['/desk/households/1/members', /^\/desk\/households\/1\/members\/\d+\/profile$/]],
  coordinator: [['/desk/urgent', /^\/desk\/wishes\/\d+\/urgent$/], ['/desk/jobs/proposals?show=all', /^\/job-proposals\/\d+$/], ['/desk/jobs/checks?show=stayed', /^\/job-checks\/\d+$/],
    ['/desk/applications', /^\/desk\/applications\/\d+$/], ['/desk/disputes', /^\/desk\/disputes\/\d+$/], ['/desk/reversals', /^\/desk\/reversals\/\d+$/],
    ['/desk/visits', /^\/desk\/visits\/\d+$/], ['/desk/findings', /^\/desk\/findings\/\d+$/], ['/desk/chain', /^\/desk\/chain\/\d+$/],
    ['/desk/entitlements', /^\/desk\/entitlements\/\d+$/],
    ['/desk/rounds', /^\/desk\/rounds\/\d+$/], ['/desk/call-backs', /^\/desk\/call-backs\/\d+$/]],
  admin: [['/admin/areas', /^\/admin\/areas\/\d+/], ['/admin/accounts', /^\/admin\/accounts\/\d+/], ['/admin/locations', /^\/admin\/locations\/\d+/]],
}

for (const role of Object.keys(pages) as (Role | 'visitor')[]) {
  test(`the pages of ${role}`, async ({ as, page: visitor }) => {
    test.setTimeout(300_000)
    const page = role === 'visitor' ? visitor : await as(role)
    const complaints: string[] = []
    page.on('console', message => message.type() === 'error' && complaints.push(message.text()))
    page.on('pageerror', error => complaints.push(String(error)))

    const paths = [...pages[role]]
    for (const [list, wanted] of records[role] ?? []) {
      await page.goto(list)
      const links = await page.locator('main a[href]').evaluateAll(all => all.map(a => a.getAttribute('href')!))
      const link = links.find(href => wanted.test(href))
      expect(link, `${list} leads to ${wanted}`).toBeTruthy()
      paths.push(link!)
    }
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
