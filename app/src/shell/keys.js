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
// The button that selects a page's rows; without this script each is selected on its own.
for (const all of document.querySelectorAll("[data-pick-all]")) {
  all.hidden = false;
  all.addEventListener("click", () => {
    const boxes = [...document.querySelectorAll(`input[type=checkbox][form="${all.form.id}"]`)];
    const more = boxes.some(box => !box.checked);
    for (const box of boxes) box.checked = more;
  });
}
