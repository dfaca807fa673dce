// What the worked example of a proxy promises, through the real program: tools/proxy/test.sh starts it and this.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import http from 'node:http'
import https from 'node:https'
import { test } from 'node:test'

const { PUBLIC_URL, HTTP_URL, SERVER_URL, CA, SIGN_INS } = process.env
const ca = readFileSync(CA)
const signIns = readFileSync(SIGN_INS, 'utf8').split('\n').map(line => line.split('\t'))
const [, phone, password] = signIns.find(([role]) => role === 'caseworker')

/** Sends a request; `from` is the visitor's address, one of the many of the loopback network. */
function ask(url, path, { method = 'GET', headers = {}, body = '', from = '127.0.0.1' } = {}) {
  const { protocol, host, port } = new URL(url)
  const options = { host: '127.0.0.1', port, path, method, localAddress: from, headers: { host, ...headers } }
  if (body) options.headers['content-length'] = Buffer.byteLength(body)
  return new Promise((resolve, reject) => {
    const request = (protocol === 'https:' ? https : http).request({ ...options, servername: 'localhost', ca }, answer => {
      let text = ''
      answer.setEncoding('utf8').on('data', part => { text += part })
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, text }))
    })
    request.on('error', reject).end(body)
  })
}

const form = fields => ({
  method: 'POST',
  body: new URLSearchParams(fields).toString(),
  headers: { 'content-type': 'application/x-www-form-urlencoded', origin: PUBLIC_URL },
})

const json = (fields, headers = {}) => ({
  method: 'POST',
  body: JSON.stringify(fields),
  headers: { 'content-type': 'application/json', ...headers },
})

/** A caseworker's token, and a household of theirs. */
async function caseworker() {
  const signedIn = await ask(PUBLIC_URL, '/api/v1/session', json({ phone, password }))
  const authorization = `Bearer ${JSON.parse(signedIn.text).token}`
  const files = await ask(PUBLIC_URL, '/api/v1/households', { headers: { authorization } })
  return { authorization, household: JSON.parse(files.text).items[0].id }
}

test('a sign-in from an old browser sets cookies for HTTPS only', async () => {
  // Old browsers send Origin alone.
  const answer = await ask(PUBLIC_URL, '/sign-in', form({ phone, password }))
  assert.equal(answer.status, 303, answer.text)
  const cookies = answer.headers['set-cookie']
  assert.ok(cookies.some(cookie => cookie.startsWith('__Host-session=')), cookies.join('\n'))
  assert.ok(cookies.every(cookie => /; Secure(;|$)/.test(cookie)), cookies.join('\n'))
})

test('answers bind browsers to HTTPS, and plain HTTP leads them there, but no program', async () => {
  const answer = await ask(PUBLIC_URL, '/')
  assert.equal(answer.status, 200)
  assert.equal(answer.headers['strict-transport-security'], 'max-age=31536000; includeSubDomains')
  const plain = await ask(HTTP_URL, '/wanted')
  assert.equal(plain.status, 308)
  assert.equal(plain.headers.location, 'https://localhost/wanted')
  assert.equal((await ask(HTTP_URL, '/api/v1/wishes')).status, 403)
})

test('a form of another site is refused', async () => {
  const foreign = form({ phone, password })
  foreign.headers.origin = 'https://evil.example'
  assert.equal((await ask(PUBLIC_URL, '/sign-in', foreign)).status, 403)
})

test('every visitor counts alone, and none can count as another', async () => {
  // WRITES_PER_MINUTE is 6. A visitor that sends other addresses along is still the same visitor.
  const write = (n, from) => {
    const choice = form({ lang: 'en' })
    choice.headers['x-forwarded-for'] = `192.0.2.${n}`
    return ask(PUBLIC_URL, '/language', { ...choice, from })
  }
  const statuses = []
  for (let n = 0; n < 9; n++) statuses.push((await write(n, '127.0.0.2')).status)
  assert.deepEqual(statuses.slice(0, 6), Array(6).fill(303))
  assert.ok(statuses.slice(6).includes(429), statuses.join(' '))
  assert.equal((await write(0, '127.0.0.3')).status, 303)
})

test('links and cards lead to the public URL, whatever host is named', async () => {
  const { items } = JSON.parse((await ask(PUBLIC_URL, '/api/v1/wishes')).text)
  const path = `/wishes/${items[0].id}`
  const picture = `<meta property="og:image" content="${PUBLIC_URL}${path}/picture">`
  assert.ok((await ask(PUBLIC_URL, path)).text.includes(picture))
  assert.ok((await ask(SERVER_URL, path, { headers: { host: 'evil.example' } })).text.includes(picture))

  const { authorization, household } = await caseworker()
  const made = await ask(PUBLIC_URL, `/api/v1/households/${household}/cards`, json({ reason: 'visit' }, { authorization, 'idempotency-key': crypto.randomUUID() }))
  assert.equal(made.status, 201, made.text)
  assert.ok(JSON.parse(made.text).qr.startsWith(`${PUBLIC_URL}/`), 'the card leads elsewhere')
})

test('the longest form that the server reads passes the proxy', async () => {
  const { authorization, household } = await caseworker()
  const part = name => `--b\r\ncontent-disposition: form-data; name="${name}"`
  const long = `${part('x')}\r\n\r\n${'x'.repeat(12 * 1024 * 1024 - 1000)}\r\n--b--\r\n`
  const headers = { authorization, 'content-type': 'multipart/form-data; boundary=b' }
  const answer = await ask(PUBLIC_URL, `/desk/households/${household}/papers`, { method: 'POST', headers, body: long })
  assert.equal(answer.status, 422, 'it is read, and names no kind of paper')
})
