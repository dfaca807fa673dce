// A long import goes in slices of a second, and a bar says how many rows are in. Without this script one press takes up to
// fifteen seconds, and is pressed again for what is left.
addEventListener("submit", async event => {
  let form = event.target, left = form.querySelector("[data-left]");
  if (!left || event.defaultPrevented) return;
  event.preventDefault();
  const there = form.action.replace(/\/apply$/, "");
  const shown = left, [bar, words] = shown.children, all = Number(left.dataset.left);
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const tell = () => {
    bar.value = all - left.dataset.left;
    words.textContent = shown.dataset.said.replace("{n}", number.format(bar.value)).replace("{of}", number.format(all));
  };
  shown.hidden = false;
  if (event.submitter) event.submitter.disabled = true;
  tell();
  for (let before = Infinity; left.dataset.left < before; tell()) {
    before = Number(left.dataset.left);
    const sent = new URLSearchParams(new FormData(form));
    sent.set("slice", "yes");
    const [ok, text] = await fetch(form.action, { method: "post", body: sent })
      .then(async answer => [answer.ok, await answer.text()]).catch(() => []);
    const main = text && new DOMParser().parseFromString(text, "text/html").querySelector("main");
    if (!main) break;
    left = ok && main.querySelector("form [data-left]");
    // Done, or refused: the page says which.
    if (!left) {
      document.querySelector("main").replaceWith(main);
      history.replaceState(history.state, "", there);
      document.dispatchEvent(new Event("live"));
      return scrollTo(0, 0);
    }
    form = left.closest("form");
  }
  // The network is gone, or a row is in the way: the page says what is left.
  location.assign(there);
});
