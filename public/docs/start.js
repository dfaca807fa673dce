// Draws the operations of a group on /api, and sends the requests that are tried with the session of the pages.
const place = document.getElementById('api-docs')

/** A new Idempotency-Key. `crypto.randomUUID` exists on secure origins only. */
const key = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('')

/** Adds a key to a write that has none, so that trying a request takes no thought. */
function withKey(request) {
  const named = Object.keys(request.headers ?? {}).some(name => name.toLowerCase() === 'idempotency-key')
  if (request.method?.toUpperCase() !== 'GET' && !named) request.headers = { ...request.headers, 'Idempotency-Key': key() }
  return request
}

async function start() {
  const answer = await fetch(place.dataset.description)
  if (!answer.ok) return
  const spec = await answer.json()
  spec.servers = [{ url: location.origin }]
  for (const path of Object.values(spec.paths)) {
    for (const { parameters = [] } of Object.values(path)) {
      // A required one would have to be typed before a request can be tried.
      for (const parameter of parameters) if (parameter.name === 'Idempotency-Key') parameter.required = false
    }
  }
  window.SwaggerUIBundle({
    spec,
    domNode: place,
    docExpansion: 'list',
    defaultModelsExpandDepth: -1,
    tryItOutEnabled: true,
    displayRequestDuration: true,
    // Nothing of this site goes to another one.
    validatorUrl: null,
    requestInterceptor: withKey,
  })
}

if (place && window.SwaggerUIBundle) start()
