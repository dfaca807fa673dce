// Keys of pages: a goes to the main button, which Enter presses, x selects the row that has the focus, ? lists all keys.
// Each of them is reached by Tab, too.
addEventListener("keydown", event => {
  const typing = event.target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");
  if (typing || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const list = document.querySelector("[data-keys]");
  if (event.key === "?" && list) {
    event.preventDefault();
    return list.open ? list.close() : list.showModal();
  }
  const main = event.key === "a" && document.querySelector("main .btn-main");
  if (main) {
    event.preventDefault();
    return main.focus();
  }
  const box = event.key === "x" && event.target.closest?.("tr")?.querySelector("input[type=checkbox]");
  if (!box) return;
  event.preventDefault();
  box.checked = !box.checked;
});
// j and k move through the list, / leads to its search.
const LIST = ".split-list .row, .split-list .tree a, .table th[scope=row] a, .found .row";
addEventListener("keydown", event => {
  const typing = event.target.closest?.("input, textarea, select");
  if (typing || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || !"/jk".includes(event.key)) return;
  const rows = [...document.querySelectorAll(LIST)], at = rows.indexOf(event.target);
  const open = Math.max(0, rows.findIndex(row => row.hasAttribute("aria-current")));
  const next = event.key === "/" ? document.querySelector("main input[type=search]")
    : rows[at < 0 ? open : event.key === "j" ? at + 1 : at - 1];
  if (!next) return;
  event.preventDefault();
  next.focus();
});
// The button that selects a page's rows; without this script each is selected on its own.
for (const all of document.querySelectorAll("[data-pick-all]")) {
  all.hidden = false;
  all.addEventListener("click", () => {
    const boxes = [...document.querySelectorAll(`input[type=checkbox][form="${all.form.id}"]`)];
    const more = boxes.some(box => !box.checked);
    for (const box of boxes) box.checked = more;
  });
}
