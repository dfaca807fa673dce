// Shows the names of chosen files in place of the browser's own words. Not an island, so that it needs no module.
const named = ({ target: field }) => {
  const shown = field.type === "file" && field.parentElement.querySelector("[data-file-name]");
  if (shown) shown.textContent = Array.from(field.files, file => file.name).join(", ") || shown.dataset.fileName;
};
addEventListener("change", named);
addEventListener("pageshow", () => document.querySelectorAll("[type=file]").forEach(target => named({ target })));
const idle = window.requestIdleCallback ?? (run => run());
idle(async () => {
  const islands = await import("$JS");
  await islands.default({ module_or_path: "$WASM" });
  islands.hydrate();
  for (const island of document.querySelectorAll("leptos-island")) {
    const awake = async () => {
      await islands[island.dataset.component]?.(island);
      for (const sleeper of island.querySelectorAll("[data-wake]")) sleeper.hidden = !(sleeper.dataset.wake in window);
    };
    awake();
  }
});
