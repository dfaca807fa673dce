// The search over everything, for staff: Ctrl K on any page, and / where no list of the page takes it.
addEventListener("keydown", event => {
  const field = document.querySelector("[data-find]"), key = event.key?.toLowerCase();
  const call = key === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  const slash = key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey && !document.querySelector("main input[type=search]");
  if (!field || event.isComposing || !(call || slash)) return;
  event.preventDefault();
  // On a phone the side bar is not shown, and the search is a page.
  if (!field.offsetParent) return location.assign(field.form.action);
  field.focus();
  field.select();
});
