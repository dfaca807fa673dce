// What a press does on any page: buttons that print, share, copy and count, and forms that are sent once. Each is a few
// lines; as islands they made every page with a form load the whole module.
// A button with data-wake is shown when the browser has what it needs. Those in islands wait for the module.
const wake = () => {
  for (const button of document.querySelectorAll("[data-wake]")) {
    if (!button.closest("leptos-island, [data-island]")) button.hidden = !(button.dataset.wake in window);
  }
};
const share = async button => {
  const { url, copy, title = "", text = "", done } = button.dataset;
  const link = url && location.origin + url;
  if (link && navigator.share) return navigator.share({ title, text, url: link });
  await navigator.clipboard.writeText(copy ?? link);
  button.setAttribute("aria-label", done);
  const words = button.querySelector("span");
  if (words) words.textContent = done;
  button.querySelector("use")?.setAttribute("href", "/icons.svg#check");
};
const count = (field, by) => {
  const value = (Number(field.value) || 0) + by;
  field.value = Math.min(Math.max(value, field.min || value), field.max || value);
  field.dispatchEvent(new Event("input", { bubbles: true }));
};
addEventListener("click", ({ target }) => {
  const button = target.closest?.("button[type=button]"), of = button?.dataset;
  if (!button) return;
  if ("print" in of) print();
  // Who cancels, or forbids the clipboard, made no mistake.
  if (of.url || of.copy) share(button).catch(() => {});
  const field = of.step && button.closest(".stepper")?.querySelector("input");
  if (field) count(field, Number(of.step));
});
// A form is sent once, and its button is busy until the answer is there: for 8 s at most, because the network may fail.
// Going back shows a page as it was left.
const ready = () => {
  for (const each of document.querySelectorAll("[data-sent], [data-sent] [aria-busy]")) {
    each.removeAttribute("data-sent");
    each.removeAttribute("aria-busy");
  }
};
addEventListener("submit", event => {
  const form = event.target;
  if (event.defaultPrevented || form.getAttribute("method") !== "post") return;
  if ("sent" in form.dataset) return event.preventDefault();
  form.dataset.sent = "";
  event.submitter?.setAttribute("aria-busy", "true");
  setTimeout(ready, 8000);
});
addEventListener("pageshow", ready);
document.addEventListener("live", wake);
wake();
