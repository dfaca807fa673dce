// Keeps a visitor's place. Every link and form here works without it: the arrow is a link, lists have pages.
const part = (page, name) => page.querySelector(`[data-${name}]`);
const read = async answer => new DOMParser().parseFromString(await answer.text(), "text/html");
// Adds the entries of a list's next page below those that are shown.
const add = async link => {
  link.setAttribute("aria-busy", "true");
  const answer = await fetch(link.href);
  if (!answer.ok) throw answer;
  const page = await read(answer);
  const fresh = [...part(page, "list").children].filter(item => !document.getElementById(item.id));
  part(document, "list").append(...fresh);
  part(document, "pager").replaceWith(part(page, "pager"));
  const address = new URL(link.href);
  address.hash = "";
  if (address.searchParams.has("shown")) history.replaceState(history.state, "", address);
  fresh[0]?.querySelector("a, button")?.focus({ preventScroll: true });
};
addEventListener("click", event => {
  const link = event.target.closest?.("a[data-back], a[data-add]");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if ("add" in link.dataset) {
    event.preventDefault();
    add(link).catch(() => location.assign(link.href));
    return;
  }
  // The arrow leads to a page; when that is the page before this one, going back finds its filters and its place.
  const from = document.referrer && new URL(document.referrer);
  if (from && from.origin === location.origin && from.pathname === link.pathname && !location.hash && history.length > 1) {
    event.preventDefault();
    history.back();
  }
});
// A menu is a fold, which no browser closes with the key that closes menus.
addEventListener("keydown", event => {
  const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
// A form of a list's entry: the answer is the same list, of which this entry and the parts with a total are taken.
addEventListener("submit", async event => {
  const form = event.target, item = form.closest("[data-stay]");
  if (!item || event.defaultPrevented) return;
  event.preventDefault();
  const sent = new URLSearchParams(new FormData(form, event.submitter));
  const answer = await fetch(form.action, { method: "post", body: sent }).catch(() => undefined);
  const page = answer?.ok ? await read(answer) : undefined;
  const fresh = page?.getElementById(item.id);
  // Refused, or something else than the list: sent again as a page, with the same request id, which does nothing twice.
  if (!fresh) return event.submitter?.name ? resend(form, event.submitter) : form.submit();
  const place = event.submitter?.dataset.step;
  item.replaceWith(fresh);
  for (const total of document.querySelectorAll("[data-total]")) {
    const now = page.getElementById(total.id);
    if (now) total.replaceWith(now);
  }
  (fresh.querySelector(`[data-step="${place}"]`) ?? fresh.querySelector("button"))?.focus({ preventScroll: true });
});
const resend = (form, button) => {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: button.name, value: button.value });
  form.append(field);
  form.submit();
};
