const line = name => document.querySelector(`[data-${name}]`);
const kept = line("kept-at") && !line("kept-at").hidden;
const worker = navigator.serviceWorker;
if (worker && line("kept-at")) {
  const controlled = worker.controller;
  worker.register("/sw.js").catch(() => {});
  if (!controlled && !kept) worker.ready.then(it => it.active.postMessage(location.href));
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
