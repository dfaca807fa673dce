// The main job by a program that knows the description alone: its types are generated from server/openapi.json, and
// this file is compiled against them before it runs (tools/e2e.sh).
import { randomUUID } from 'node:crypto'
import { expect, test } from '@playwright/test'
import createClient from 'openapi-fetch'
import { people, type Role } from '../fixtures'
import type { components, paths } from './api'

/** A client, signed in by this token or not at all. */
function client(token?: string) {
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {}
  return createClient<paths>({ baseUrl: process.env.BASE_URL, headers })
}

type Client = ReturnType<typeof client>

/** Header of a write: a key of its own. */
const once = () => ({ 'Idempotency-Key': randomUUID() })

/** Returns what was answered; fails with the problem document of a refusal. */
function answered<T>({ data, error, response }: { data?: T; error?: components['schemas']['Problem']; response: Response }) {
  expect(error && `${new URL(response.url).pathname} ${error.code}: ${error.detail}`).toBeUndefined()
  return data as NonNullable<T>
}

async function as(role: Role): Promise<Client> {
  const { phone, password } = people[role]
  const { token } = answered(await client().POST('/api/v1/session', { body: { phone, password } }))
  return client(token)
}

/** Registers a donor of a root area. */
async function registered(area: number): Promise<Client> {
  const { agreed } = answered(await client().GET('/api/v1/agreement'))
  const body = {
    phone: `1986${Math.floor(Math.random() * 1e7).toString().padStart(7, '0')}`,
    name: '程序里的邻居',
    password: '山里的小书包是红色的',
    area,
    agreed,
  }
  const { token } = answered(await client().POST('/api/v1/registration', { body }))
  return client(token)
}

test('a wish from the post to the thanks, by the API alone', async () => {
  const [family, caseworker, shop] = await Promise.all([as('family'), as('caseworker'), as('shopkeeper')])
  const [root] = answered(await client().GET('/api/v1/root-areas'))
  const donor = await registered(root.id)

  const posted = { item: 'bowls', words: '家里人多，碗不够用', again: true, beyond: '又来了两位亲戚' }
  const key = once()
  const wish = answered(await family.POST('/api/v1/wishes', { params: { header: key }, body: posted })).id
  const again = answered(await family.POST('/api/v1/wishes', { params: { header: key }, body: posted })).id
  expect(again, 'the same key posts nothing twice').toBe(wish)
  // @ts-expect-error: the description says that a write needs a key.
  const keyless = await family.POST('/api/v1/wishes', { body: posted })
  expect([keyless.response.status, keyless.error?.code]).toEqual([400, 'idempotency_key_needed'])

  const query = { state: 'submitted' } as const
  const waiting = answered(await caseworker.GET('/api/v1/area-wishes', { params: { query } }))
  expect(waiting.items.map(one => one.id)).toContain(wish)

  const path = { id: wish }
  const words = '家里人多，碗不够用。'
  answered(await caseworker.POST('/api/v1/wishes/{id}/publish', { params: { path, header: once() }, body: { words } }))
  const seen = answered(await client().GET('/api/v1/wishes/{id}', { params: { path } }))
  expect(seen).toMatchObject({ id: wish, state: 'published', words })
  expect('code' in seen, 'the public reads no code').toBe(false)

  const body = { quantity: 1 }
  const claim = answered(await donor.POST('/api/v1/wishes/{id}/claims', { params: { path, header: once() }, body }))
  const late = await donor.POST('/api/v1/wishes/{id}/claims', { params: { path, header: once() }, body })
  expect(late.error?.code).toBe('already_taken')

  const step = () => ({ path: { id: claim.id }, header: once() })
  answered(await donor.POST('/api/v1/claims/{id}/on-the-way', { params: step(), body: {} }))
  const coming = answered(await shop.GET('/api/v1/shop-claims', { params: { query: { list: 'expected' } } }))
  expect(coming.length, 'goods are expected').toBeGreaterThan(0)
  answered(await shop.POST('/api/v1/claims/{id}/arrive', { params: step(), body: { condition: 'new' } }))
  const own = answered(await family.GET('/api/v1/wishes/{id}', { params: { path } }))
  const code = 'code' in own ? own.code : ''
  expect(code).toMatch(/^(\d{4}|\d{6})$/)
  const wrong = code === '0000' ? '0001' : '0000'
  const refused = await shop.POST('/api/v1/claims/{id}/hand-over', { params: step(), body: { code: wrong } })
  expect(refused.error?.code).toBe('wrong_code')
  answered(await shop.POST('/api/v1/claims/{id}/hand-over', { params: step(), body: { code } }))
  const confirmed = answered(await family.POST('/api/v1/claims/{id}/confirm', { params: step() }))
  expect(confirmed.state).toBe('confirmed')

  const thanks = { card: 'sun', words: '碗很好用，谢谢。' }
  const { id } = answered(await family.POST('/api/v1/claims/{id}/thanks', { params: step(), body: thanks }))
  // A test that runs at the same time may have released them already.
  const unread = answered(await caseworker.GET('/api/v1/thanks'))
  if (unread.some(one => one.thanks.id === id)) {
    const params = { path: { id }, header: once() }
    await caseworker.POST('/api/v1/thanks/{id}/release', { params, body: { words: thanks.words } })
  }
  // Notices follow a write within a moment.
  await expect(async () => {
    const { notices } = answered(await donor.GET('/api/v1/me'))
    expect(notices.items.map(notice => notice.kind)).toContain('thanks_received')
  }).toPass()
})
