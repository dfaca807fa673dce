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
const reached = () => fetch("/healthz", { cache: "no-store", signal: AbortSignal.timeout(3000) }).then(answer => answer.ok, () => false);
let sure = false;
addEventListener("submit", async event => {
  const form = event.target, button = event.submitter;
  if (sure || form.method !== "post" || (navigator.onLine && !kept)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (await reached()) {
    sure = true;
    form.requestSubmit(button);
    sure = false;
    return;
  }
  const said = line("unsent");
  form.prepend(said);
  said.hidden = false;
  said.scrollIntoView({ block: "center" });
}, true);
