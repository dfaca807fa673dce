const line = name => document.querySelector(`[data-${name}]`);
const kept = line("kept-at") && !line("kept-at").hidden;
const worker = navigator.serviceWorker;
if (worker && line("kept-at")) {
  // A worker that starts while a page loads claims it without having fetched it; workerStart is 0 for such a page.
  const [visit] = performance.getEntriesByType("navigation");
  const fetched = worker.controller && visit?.workerStart !== 0;
  worker.register("/sw.js").catch(() => {});
  if (!fetched && !kept) worker.ready.then(it => it.active.postMessage(location.href));
}
// Forms that are sent later have a script of their own. It is loaded where there is such a form, or one that waits, and
// once on any page of staff, to be ready when the network goes.
const owner = line("unsent").dataset.unsent;
const isNeeded = owner && crypto.subtle && (line("later") || line("unsent-list") ||
  /(^|; )unsent=[1-9]/.test(document.cookie) || (worker && localStorage.getItem("unsent") !== owner));
const unsent = isNeeded ? import("/unsent.js").catch(() => undefined) : undefined;
if (kept) unsent?.then(it => it?.renew());
const reached = () => fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(3000) }).then(answer => answer.ok, () => false);
let sure = false;
addEventListener("submit", async event => {
  const form = event.target, button = event.submitter, later = unsent && form.matches("[data-later]");
  // A phone often says that it has a network where nothing gets through.
  if (sure || form.method !== "post" || (navigator.onLine && !kept && !later)) return;
  // A recording ends first, and the form is submitted again.
  if (form.querySelector('[data-record][aria-pressed="true"]')) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (await reached()) {
    sure = true;
    form.requestSubmit(button);
    sure = false;
    return;
  }
  if (later && await unsent.then(it => it?.keep(form, button, Boolean(kept))).catch(() => false)) return;
  const said = line("unsent");
  form.prepend(said);
  said.hidden = false;
  said.scrollIntoView({ block: "center" });
}, true);
// The files of a release have names of their own: a page whose style is gone is of an older one.
const style = document.querySelector("link[rel=stylesheet]").href;
let looked = Date.now();
addEventListener("visibilitychange", async () => {
  if (document.visibilityState !== "visible" || Date.now() - looked < 600_000) return;
  looked = Date.now();
  const answer = await fetch(style, { method: "HEAD", cache: "no-store" }).catch(() => undefined);
  const said = line("newer");
  if (answer?.status === 404 && said) said.hidden = false;
});
