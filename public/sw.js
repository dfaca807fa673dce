// Keeps start pages and the first pages they link to, for reading without a network: "Today" of staff, the counter of a
// shop, the plan of visits, a family's home with its pick-up codes, a donor's claims with their codes; and the public pages
// that were opened last.
// Network first: a copy is shown when there is no network or it takes longer than three seconds, and is marked as one.
// The server decides what may be kept ("keep-for" names the account); nothing else is. Signing in or out deletes all
// copies: the server says so (Clear-Site-Data), and this worker does it as well, because a sign-in leaves the sealed forms
// of `unsent.js` where they are.
const KEPT = "kept-";
const FILES = "files";
const OFFLINE = "/offline";
const PATIENCE = 3_000;
// Wishes change within seconds: their copies stand in for a network that is gone, not for a slow one.
const PUBLIC = /^\/(wishes\/\d+)?$/;
const PUBLIC_PATIENCE = 15_000;
// Copies at once, the oldest make room.
const MOST = 80;
const LONGEST = 24 * 3_600_000;
// Pages that may be kept: a start page, and those below it.
const PAGE = /^\/(desk(\/.*)?|home(\/(wishes|orders)\/\d+)?|claims(\/\d+)?|shop(\/(claims|orders)\/\d+|\/orders)?|unsent|wishes\/\d+)?$/;
// What ends one account's use of the browser, and begins another's.
const TURN = /^\/(sign-(in|out)|register|card|me\/close)(\/|$)/;
// How many times that happened. A page that was asked for before may arrive after it, and is not kept then.
let turns = 0;
// Pages that are loaded after a start page although it may not link to them.
const BESIDE = { "/desk": ["/unsent", "/desk/sessions"], "/shop": ["/unsent", "/shop?list=ready", "/shop/orders"] };
// A record in a list that Today names.
const RECORD = /href="(\/desk\/(?:review|claims|wishes)\/\d+)"/g;
// Links of each page that are loaded after it, when it was opened or loaded so itself.
const AHEAD = {
  "/desk": /href="(\/desk\/(?:review(?:\/\d+)?|claims(?:\/\d+)?|left-out|visits\/plan|wishes\?waiting=long|wishes\/\d+))"/g,
  "/desk/review": RECORD,
  "/desk/claims": RECORD,
  "/desk/wishes?waiting=long": RECORD,
  "/desk/sessions": /href="(\/desk\/courses\/sessions\/\d+)"/g,
  "/desk/visits/plan": /href="(\/desk\/households\/\d+\/visits)"/g,
  "/shop?list=ready": /href="(\/shop\/claims\/\d+)"/g,
  "/shop/orders": /href="(\/shop\/orders\/\d+)"/g,
  "/home": /href="(\/home\/(?:wishes|orders)\/\d+)"/g,
  "/claims": /href="(\/claims\/\d+)(?:#\w+)?"/g,
};
const MOST_AHEAD = 24;
// Records that are loaded of each list that Today names.
const FIRST_OF_LIST = 3;
// The line that marks a copy is in the page, hidden; pages that earlier versions kept name it data-copy.
const HIDDEN = /(<p[^>]*\sdata-(?:kept-at|copy)\b[^>]*?)\shidden(?:="")?/;

// A page may lead back to where it was opened from, so it is asked for with the visit's own referrer.
const ask = (url, how, referrer = "") =>
  fetch(url, { headers: { "x-keep": how }, redirect: "manual", cache: "no-store", credentials: "same-origin", referrer });

async function forget(except) {
  const names = await caches.keys();
  await Promise.all(names.filter(name => name.startsWith(KEPT) && name !== except).map(name => caches.delete(name)));
}

// Finds a copy that is not too old. Copies of one account at most exist.
async function copy(url) {
  for (const name of await caches.keys()) {
    if (!name.startsWith(KEPT)) continue;
    const found = await (await caches.open(name)).match(url);
    if (found && Date.now() - Number(found.headers.get("kept-at")) < LONGEST) return found;
  }
}

// Keeps the files that a kept page needs to render.
async function keepFiles(html) {
  const files = await caches.open(FILES);
  const named = [...html.matchAll(/"(\/pkg\/[^"]+)"/g)].map(found => found[1]);
  const wanted = new Set([...named, "/icons.svg", "/pictograms.svg", "/favicon.svg"]);
  // Of a newer build, a file has the same name and another hash; pages name different files.
  const plain = path => path.replace(/\.[\w-]{12,}(?=\.\w+$)/, "");
  const renewed = new Set(named.map(plain));
  for (const request of await files.keys()) {
    const path = new URL(request.url).pathname;
    if (!wanted.has(path) && renewed.has(plain(path))) await files.delete(request);
  }
  for (const path of wanted) {
    if (!(await files.match(path))) await files.add(path).catch(() => {});
  }
}

// Address of the start page that a page belongs to.
const startOf = url => {
  const { pathname } = new URL(url);
  return new URL(PUBLIC.test(pathname) ? "/" : `/${pathname.split("/")[1]}`, url);
};

// After a refused page: deletes the copies unless the server still allows its start page to be kept for this account.
async function mayStill(url, refused) {
  const start = startOf(url);
  const answer = new URL(url).pathname === start.pathname ? refused : await ask(start.href, "ahead").catch(() => null);
  const busy = !answer || answer.status === 429 || answer.status >= 500;
  if (!busy && !answer.headers.get("keep-for")) await forget();
}

// Fetches a page, keeps a copy if allowed, and returns it marked no-store for the browser's own cache.
async function load(url, how, referrer) {
  const turn = turns;
  const answer = await ask(url, how, referrer);
  const owner = answer.headers.get("keep-for");
  if (!owner) {
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) await mayStill(url, answer);
    return { answer };
  }
  const html = await answer.text();
  const headers = new Headers(answer.headers);
  for (const name of ["content-encoding", "content-length"]) headers.delete(name);
  const kept = new Headers(headers);
  kept.set("kept-at", String(Date.now()));
  headers.set("cache-control", "private, no-store");
  const shown = new Response(html, { headers });
  if (turn !== turns) return { answer: shown };
  await forget(KEPT + owner);
  const pages = await caches.open(KEPT + owner);
  await pages.put(url, new Response(html.replace(HIDDEN, "$1"), { headers: kept }));
  const held = await pages.keys();
  for (const request of held.slice(0, Math.max(0, held.length - MOST))) await pages.delete(request);
  if (turn !== turns) await forget();
  return { answer: shown, html };
}

const linked = (html, pattern) =>
  [...new Set([...html.matchAll(pattern)].map(found => found[1].replaceAll("&amp;", "&")))];

// After a kept page, keeps the files that draw it and loads the pages it links to; of lists among them the first records.
async function ahead(url, html) {
  if (!html) return;
  await keepFiles(html);
  const waiting = next(url, html), seen = new Set(), turn = turns;
  while (waiting.length && seen.size < MOST_AHEAD && turn === turns) {
    const link = new URL(waiting.shift(), url).href;
    if (seen.has(link)) continue;
    seen.add(link);
    const loaded = await load(link, "ahead").catch(() => ({}));
    if (loaded.html) waiting.push(...next(link, loaded.html));
  }
}

// Addresses that are loaded after a page.
function next(url, html) {
  const { pathname, search } = new URL(url);
  const pattern = AHEAD[pathname + search] ?? (pathname === "/desk/visits/plan" ? AHEAD[pathname] : undefined);
  const links = pattern ? linked(html, pattern) : [];
  return [...(search ? [] : BESIDE[pathname] ?? []), ...(pattern === RECORD ? links.slice(0, FIRST_OF_LIST) : links)];
}

const offline = async () => (await caches.match(OFFLINE)) ?? Response.error();

async function page(event) {
  const url = event.request.url;
  const fresh = load(url, "now", event.request.referrer);
  event.waitUntil(fresh.then(({ html }) => ahead(url, html)).catch(() => {}));
  const kept = await copy(url);
  if (!kept) {
    return fresh.then(({ answer }) => answer).catch(offline);
  }
  const patience = PUBLIC.test(new URL(url).pathname) ? PUBLIC_PATIENCE : PATIENCE;
  const late = new Promise(done => setTimeout(done, patience, kept));
  return Promise.race([fresh.then(({ answer }) => answer).catch(() => kept), late]);
}

async function file(request) {
  const files = await caches.open(FILES);
  const known = await files.match(request.url);
  // Files with a hash in their name never change.
  if (known && /\.[\w-]{12,}\.\w+$/.test(new URL(request.url).pathname)) return known;
  const fresh = fetch(request).then(async answer => {
    if (known && answer.ok) await files.put(request.url, answer.clone());
    return answer;
  });
  if (!known) return fresh;
  const late = new Promise(done => setTimeout(done, PATIENCE, known));
  return Promise.race([fresh.catch(() => known), late]);
}

addEventListener("install", event => {
  skipWaiting();
  event.waitUntil(caches.open(FILES).then(files => files.addAll([new Request(OFFLINE, { credentials: "omit" }), "/unsent.js"])));
});
addEventListener("activate", event => event.waitUntil(clients.claim()));
// A push says what happened in one sentence. The same tag replaces an earlier one, so that a repeat shows nothing new.
addEventListener("push", event => {
  let told = {};
  try {
    told = event.data.json();
  } catch {}
  const { title = "Wishbridge", body = "", tag = "message", stop } = told;
  const actions = stop ? [{ action: "stop", title: stop }] : [];
  event.waitUntil(registration.showNotification(title, { body, tag, actions, icon: "/icon-192.png" }));
});
addEventListener("notificationclick", event => {
  event.notification.close();
  const path = event.action === "stop" ? "/me/messages" : "/notices";
  event.waitUntil((async () => {
    const open = await clients.matchAll({ type: "window" });
    // No other page is led there: a form in it may be half filled in.
    const page = open.find(client => new URL(client.url).pathname === path);
    if (!page) return clients.openWindow(path);
    await page.focus();
    return page.navigate(path);
  })());
});
// Browsers replace subscriptions by themselves; the server is told of the new one, or nothing would arrive any more.
addEventListener("pushsubscriptionchange", event => {
  event.waitUntil((async () => {
    const options = event.oldSubscription?.options;
    const next = event.newSubscription ?? (options && await registration.pushManager.subscribe(options));
    if (!next) return;
    const body = new URLSearchParams({ subscription: JSON.stringify(next) });
    await fetch("/me/messages/push", { method: "POST", body, credentials: "same-origin", redirect: "manual" });
  })());
});
addEventListener("message", event => {
  const url = String(event.data);
  if (new URL(url).origin !== location.origin) return;
  event.waitUntil(load(url, "ahead").then(({ html }) => ahead(url, html)).catch(() => {}));
});
addEventListener("fetch", event => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method === "POST" && mode === "navigate" && TURN.test(pathname)) {
    turns += 1;
    event.waitUntil(forget());
  }
  if (method !== "GET" || origin !== location.origin) return;
  // A page that the browser loads ahead is no visit. Asked for by this worker it would look like one to the server.
  if (event.request.headers.has("sec-purpose")) return;
  if (mode === "navigate") {
    // Of other pages nothing is kept: without a network a page of ours says so, instead of the browser's.
    event.respondWith(PAGE.test(pathname) ? page(event) : fetch(event.request).catch(offline));
  } else if (pathname.startsWith("/pkg/") || /^\/([\w-]+\.svg|unsent\.js)$/.test(pathname)) {
    event.respondWith(file(event.request));
  }
});
