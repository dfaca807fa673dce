// Keeps the marked parts of an open page as they are now. The server names parts that changed; the page is then read
// again, and these parts alone are replaced: never one that has the focus, in which something was typed, or that an
// island runs. Without this script, or without a connection, the page is as it was loaded.
const line = document.querySelector("[data-live-line]");
const name = `live-${line.dataset.liveLine}`;
const parts = page => [...page.querySelectorAll("[data-live]")];
const topics = part => (part.dataset.live || part.id).split(" ");
const missed = new Set(), late = new Set(), typed = new WeakSet(), known = new Set(parts(document).map(part => part.id));
const copy = document.querySelector("[data-kept-at]:not([hidden])");
let read, source, retry = 1000, again, due, busy, free = 0, tell, lock, release, over;
const isHeld = part =>
  typed.has(part) || part.contains(document.activeElement) || part.querySelector("leptos-island, [data-island], audio, video, .speaking") ||
  [...part.querySelectorAll("textarea, input:not([type=hidden])")].some(field => field.value !== field.defaultValue);
// A form's request id is another one in each answer, and the buttons that read aloud were added here.
const plain = part =>
  part.outerHTML.replace(/(name="_request"[^>]* value=")[^"]*/g, "$1").replace(/<button[^>]*data-hear.*?<\/button>/gs, "");
const swap = (part, fresh) => {
  if (!fresh) {
    // A list may be read again in part only: what was never in such an answer is not gone.
    const said = part.querySelector(".need");
    if (!said || !known.has(part.id) || "gone" in part.dataset) return false;
    part.dataset.gone = "";
    said.textContent = line.dataset.gone;
    return true;
  }
  const [folds, opened] = [fresh, part].map(each => [...each.querySelectorAll("details")]);
  if (folds.length === opened.length) folds.forEach((fold, at) => { fold.open = opened[at].open; });
  if (plain(fresh) === plain(part)) return false;
  part.replaceWith(fresh);
  document.dispatchEvent(new Event("live"));
  return true;
};
const refresh = async () => {
  due = undefined;
  const stale = parts(document).filter(part => missed.has("all") || topics(part).some(topic => missed.has(topic)));
  missed.clear();
  const held = new Set(stale.filter(isHeld));
  for (const part of held) topics(part).forEach(topic => late.add(topic));
  if (stale.length === held.size) return;
  busy = true;
  const begun = performance.now();
  const answer = await fetch(location.href, { headers: { "x-live": "1" }, redirect: "manual" }).catch(() => undefined);
  const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
  // A server that takes long is asked less often, and one that has no time for it after the time that it says.
  const later = Number(answer?.headers.get("retry-after")) * 1000;
  const pause = later || (answer ? 1000 + 10 * (performance.now() - begun) : 5000);
  free = performance.now() + Math.min(pause, 60000);
  busy = false;
  if (page) {
    parts(page).forEach(part => known.add(part.id));
    const changed = stale.filter(part => !isHeld(part) && part.isConnected && swap(part, page.getElementById(part.id)));
    if (changed.length) {
      line.textContent = "";
      setTimeout(() => { line.textContent = line.dataset.said; }, 100);
    }
  } else if (!answer || later || [502, 504].includes(answer.status)) {
    for (const part of stale) topics(part).forEach(topic => missed.add(topic));
  } else {
    // Signed out, or the page is not there any more.
    over = true;
    stop();
  }
  if (missed.size) soon();
};
// A busy server gives visitors answers that are up to 0.3 s old, and the readers of a feed do not all ask in one moment.
const soon = (spread = 250) => {
  if (!busy && !over) due ??= setTimeout(refresh, Math.max(300 + Math.random() * spread, free - performance.now()));
};
const hear = (text, spread) => {
  const [number, ...names] = text.split(" ");
  read = number;
  names.forEach(each => missed.add(each));
  if (names.length) soon(spread);
};
const connect = () => {
  const age = copy ? 86400 : Math.ceil(performance.now() / 1000);
  source = new EventSource(`/live?${read ? `after=${read}` : `age=${age}`}`);
  let isFirst = true;
  source.onmessage = ({ data }) => {
    retry = 1000;
    // All of it again, after a bulk load: every open page of the site hears that in the same moment.
    hear(data, !isFirst && data.endsWith(" all") ? 10_000 : undefined);
    isFirst = false;
    tell.postMessage(data);
  };
  source.onerror = () => {
    source.close();
    again = setTimeout(connect, retry * (0.5 + Math.random()));
    retry = Math.min(retry * 2, 60000);
  };
};
// One connection for all tabs: of those that are seen one holds the lock, and passes on what it hears.
const start = () => {
  if (tell || over) return;
  tell = new BroadcastChannel(name);
  tell.onmessage = ({ data }) => {
    if (!data.startsWith("?")) return hear(data);
    if (source && data !== `?${read}`) tell.postMessage(`${read} all`);
  };
  if (!navigator.locks) return connect();
  lock = new AbortController();
  const holding = () => new Promise(done => {
    release = done;
    if (tell) connect();
    else done();
  });
  navigator.locks.request(name, { signal: lock.signal }, holding).catch(() => {});
  tell.postMessage(`?${read}`);
};
// A page that is not seen hears nothing, and catches up from its number when it is seen again.
const stop = () => {
  source?.close();
  source = undefined;
  clearTimeout(again);
  lock?.abort();
  release?.();
  tell?.close();
  tell = undefined;
};
const turn = () => document.visibilityState === "visible" ? start() : stop();
addEventListener("visibilitychange", turn);
addEventListener("pageshow", turn);
addEventListener("pagehide", stop);
addEventListener("input", ({ target }) => {
  const part = target.closest?.("[data-live]");
  if (part) typed.add(part);
});
addEventListener("focusout", () => {
  if (!late.size) return;
  late.forEach(topic => missed.add(topic));
  late.clear();
  soon();
});
turn();
