// Keeps forms that were filled in without a network, and sends them when there is one: the hand-over by code, the marks
// and cards at the door of a course, the report of a visit. `shell/keeper.js` loads it where it is needed.
//
// Nothing here counts: each form waits for the server's verdict, which is shown on /unsent. It is sent under the request
// id that it was kept with, so an answer that was lost on the way is given again and nothing happens twice.
//
// What was typed is sealed with a public key. Its private half is stored wrapped by a secret that the server derives
// for the account's sessions, so a phone that was lost, or another account on it, holds nothing that can be read; nor
// can the account itself read it without a network. In the clear are: what form it is, the number of its record, when.
const line = name => document.querySelector(`[data-${name}]`);
const owner = line("unsent").dataset.unsent;
const WEEK = 7 * 86_400_000;
const { subtle } = crypto;
const CURVE = { name: "ECDH", namedCurve: "P-256" };
const bytes = text => new TextEncoder().encode(text);
const random = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, "0")).join("");

const database = () => new Promise((done, fail) => {
  const asked = indexedDB.open("unsent", 1);
  asked.onupgradeneeded = () => {
    asked.result.createObjectStore("forms", { keyPath: "id" });
    asked.result.createObjectStore("locks", { keyPath: "owner" });
  };
  asked.onsuccess = () => done(asked.result);
  asked.onerror = () => fail(asked.error);
});
// Runs one request on a store, and waits until it is on the disk.
const on = async (name, mode, how) => {
  const open = await database();
  try {
    return await new Promise((done, fail) => {
      const turn = open.transaction(name, mode);
      const asked = how(turn.objectStore(name));
      turn.oncomplete = () => done(asked.result);
      turn.onabort = turn.onerror = () => fail(turn.error);
    });
  } finally {
    open.close();
  }
};
const put = form => on("forms", "readwrite", store => store.put(form));
const drop = id => on("forms", "readwrite", store => store.delete(id));
const all = async () => (await on("forms", "readonly", store => store.getAll())).sort((a, b) => a.done - b.done);
const mine = async () => (await all()).filter(form => form.owner === owner);

// Asks the server for the secrets of a lock, or of a new one. Fails without a session.
const secrets = async of => {
  const answer = await fetch(`/unsent/key${of ? `?of=${of}` : ""}`, { cache: "no-store", redirect: "manual" });
  if (!answer.ok) throw new Error("no session");
  return answer.json();
};
const wrapping = async secret =>
  subtle.importKey("raw", await subtle.digest("SHA-256", bytes(secret)), "AES-GCM", false, ["encrypt", "decrypt"]);

// Makes the lock of this account and browser, once, while there is a network.
const prepare = async () => {
  if (await on("locks", "readonly", store => store.get(owner))) return localStorage.setItem("unsent", owner);
  const { of, keys } = await secrets();
  const pair = await subtle.generateKey(CURVE, true, ["deriveKey"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const half = await subtle.exportKey("pkcs8", pair.privateKey);
  const wrapped = await subtle.encrypt({ name: "AES-GCM", iv }, await wrapping(keys[0]), half);
  // Of two pages that make one at the same time, the second keeps that of the first.
  await on("locks", "readwrite", store => store.add({ owner, of, iv, wrapped, seal: pair.publicKey })).catch(() => {});
  localStorage.setItem("unsent", owner);
};
const shared = (half, other, use) =>
  subtle.deriveKey({ name: "ECDH", public: other }, half, { name: "AES-GCM", length: 256 }, false, [use]);
const seal = async (lock, clear) => {
  const once = await subtle.generateKey(CURVE, true, ["deriveKey"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await subtle.encrypt({ name: "AES-GCM", iv }, await shared(once.privateKey, lock.seal, "encrypt"), clear);
  return { from: await subtle.exportKey("raw", once.publicKey), iv, sealed };
};
const LOST = "the server has dropped the keys of this lock";
const halves = new Map();
const half = async ({ of, iv, wrapped }) => {
  if (halves.has(of)) return halves.get(of);
  // The server may have had other keys when the lock was made.
  for (const secret of (await secrets(of)).keys) {
    const clear = await subtle.decrypt({ name: "AES-GCM", iv }, await wrapping(secret), wrapped).catch(() => undefined);
    if (!clear) continue;
    halves.set(of, await subtle.importKey("pkcs8", clear, CURVE, false, ["deriveKey"]));
    return halves.get(of);
  }
  throw new Error(LOST);
};
const unseal = async (form, { from, iv, sealed }) => {
  const other = await subtle.importKey("raw", from, CURVE, false, []);
  return subtle.decrypt({ name: "AES-GCM", iv }, await shared(await half(form.lock), other, "decrypt"), sealed);
};

// What was chosen and typed, as the form says it.
const typed = form => [...form.elements].map(field => {
  if (!field.name || ["hidden", "file", "submit", "button"].includes(field.type)) return "";
  if (field.type === "radio" || field.type === "checkbox") {
    const label = field.checked && field.closest("label");
    return label ? (label.querySelector("b") ?? label).textContent.trim() : "";
  }
  return String(field.value ?? "").trim();
}).filter(Boolean).join(" · ");

// The page of a form: that of a refused one stands at the address that it was posted to.
const pageOf = form => {
  const posted = location.pathname === new URL(form.action).pathname && document.referrer;
  return new URL(posted || location.href).pathname;
};
const say = form => {
  const said = form.querySelector("[data-later-said]");
  if (!said) return;
  said.querySelector("a:last-child").href = pageOf(form);
  said.hidden = false;
  form.before(said);
  said.scrollIntoView({ block: "center" });
};

// Keeps a form instead of sending it; false where that cannot be done.
export const keep = async (form, button, isCopy) => {
  const lock = await on("locks", "readonly", store => store.get(owner));
  if (!lock) return false;
  const data = new FormData(form);
  if (button?.name) data.append(button.name, button.value);
  // The request id of a page that was just loaded may have been sent already, with its answer lost. That of a copy was
  // made for another visit.
  const first = String(data.get("_request"));
  const used = isCopy || await on("forms", "readonly", store => store.get(first));
  const id = used ? random() : first;
  data.set("_request", id);
  const body = new Response(data);
  await put({
    id,
    owner,
    lock: { of: lock.of, iv: lock.iv, wrapped: lock.wrapped },
    label: form.dataset.later,
    page: pageOf(form),
    action: new URL(form.action).pathname,
    done: Date.now(),
    type: body.headers.get("content-type"),
    body: await seal(lock, await body.arrayBuffer()),
    typed: await seal(lock, bytes(typed(form))),
    state: "waits",
    said: "",
  });
  form.elements._request.value = random();
  form.hidden = true;
  say(form);
  await show();
  return true;
};

// The server's clock decides about times; a phone's may be wrong.
const clock = async () => {
  const answer = await fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(3000) }).catch(() => undefined);
  return answer?.ok ? Date.parse(answer.headers.get("date")) || Date.now() : undefined;
};

// Sends one form; false when the next one has to wait too.
const sendOne = async (form, now) => {
  const body = await unseal(form, form.body).catch(error => error.message === LOST ? LOST : undefined);
  // It waits until it expires; the others do not wait for it.
  if (body === LOST) return true;
  if (!body) return false;
  if (!form.at) {
    // Kept before it is sent: with another time it would be another request.
    form.at = Math.floor(Math.min(form.done + now - Date.now(), now) / 1000);
    await put(form);
  }
  const headers = { "content-type": form.type, "x-unsent-for": owner, "x-done-at": String(form.at) };
  const sent = { method: "POST", body, headers, redirect: "manual", signal: AbortSignal.timeout(60_000) };
  const answer = await fetch(form.action, sent).catch(() => undefined);
  if (!answer) return false;
  const { verdict, said, to } = await answer.json().catch(() => ({}));
  if (verdict === "accepted" || verdict === "refused") {
    form.state = verdict;
    form.page = to || form.page;
    // What counts is on the server.
    if (verdict === "accepted") form.body = form.typed = undefined;
  }
  form.said = said ?? "";
  await put(form);
  return Boolean(verdict && verdict !== "waits") || (answer.status >= 400 && answer.status < 500 && ![401, 429].includes(answer.status));
};
const sendAll = async () => {
  // Of every account: the server takes none of these any more, and one that used this phone may never come back.
  for (const form of (await all()).filter(({ done }) => Date.now() - done > WEEK)) {
    if (form.state === "accepted") await drop(form.id);
    else if (form.state !== "expired") await put(Object.assign(form, { state: "expired", body: undefined, typed: undefined }));
  }
  const waiting = (await mine()).filter(({ state }) => state === "waits");
  const now = waiting.length ? await clock() : undefined;
  if (now) for (const form of waiting) if (!await sendOne(form, now)) break;
  await show();
};
// One page at a time sends.
const send = () => navigator.locks
  ? navigator.locks.request("unsent", { ifAvailable: true }, lock => lock ? sendAll() : undefined)
  : sendAll();

const row = (list, form) => {
  const item = list.querySelector("[data-row]").cloneNode(true);
  const part = name => item.querySelector(`[data-${name}]`);
  part("label").textContent = form.label;
  part("when").textContent = new Date(form.done).toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" });
  part("verdict").textContent = [list.dataset[form.state], form.said].filter(Boolean).join(" ");
  part("open").href = form.page;
  part("delete").addEventListener("click", async () => {
    if (form.state === "waits" && !confirm(list.dataset.sure)) return;
    await drop(form.id);
    await show();
  });
  if (form.state === "refused" && navigator.onLine) {
    unseal(form, form.typed).then(clear => { part("typed").textContent = new TextDecoder().decode(clear); }, () => {});
  }
  return item;
};

// Says how many wait: to the page, and in a cookie, so that signing out asks first.
const show = async () => {
  const kept = await all();
  const open = kept.filter(({ state }) => state === "waits" || state === "refused");
  const age = open.length ? WEEK / 1000 : 0;
  document.cookie = `unsent=${open.length}; path=/; max-age=${age}; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
  const own = kept.filter(form => form.owner === owner);
  const list = line("unsent-list");
  if (list) {
    list.querySelector("ul.rows").replaceChildren(...own.map(form => row(list, form)));
    list.querySelector("[data-none]").hidden = own.length > 0;
  } else {
    const said = line("waiting"), number = own.length;
    if (said) {
      said.dataset.words ??= said.querySelector("a").textContent;
      said.querySelector("a").textContent = said.dataset.words.replace("#", number);
      said.hidden = number === 0;
      document.querySelector("main").prepend(said);
    }
  }
  for (const form of document.querySelectorAll("form[data-later]")) {
    const action = new URL(form.action).pathname;
    const said = form.querySelector("[data-later-said]");
    if (said && own.some(each => each.action === action && each.state === "waits")) {
      said.hidden = false;
      form.before(said);
    }
  }
};

// A copy's day is that on which it was loaded.
export const renew = () => {
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  for (const day of document.querySelectorAll("form[data-later] input[type=date][max]")) {
    if (day.value === day.max) day.value = day.max = today;
    else day.max = today;
  }
};

if (owner) {
  const list = line("unsent-list");
  prepare().catch(() => {});
  show().then(send).then(async () => {
    // What was accepted is shown once.
    if (list) for (const form of await mine()) if (form.state === "accepted") await drop(form.id);
  }).catch(() => {});
  addEventListener("online", () => send().catch(() => {}));
  setInterval(() => {
    if (document.visibilityState === "visible" && /(^|; )unsent=[1-9]/.test(document.cookie)) send().catch(() => {});
  }, 30_000);
}
