// Shows the names of chosen files in place of the browser's own words. Only accounts send files, so visitors do not load it.
const named = ({ target: field }) => {
  const shown = field.type === "file" && field.parentElement.querySelector("[data-file-name]");
  if (shown) shown.textContent = Array.from(field.files, file => file.name).join(", ") || shown.dataset.fileName;
};
addEventListener("change", named);
addEventListener("pageshow", () => document.querySelectorAll("[type=file]").forEach(target => named({ target })));
