// Shows the names of chosen files in place of the browser's own words. Not an island, so that it needs no module.
const named = ({ target: field }) => {
  const shown = field.type === "file" && field.parentElement.querySelector("[data-file-name]");
  if (shown) shown.textContent = Array.from(field.files, file => file.name).join(", ") || shown.dataset.fileName;
};
addEventListener("change", named);
addEventListener("pageshow", () => document.querySelectorAll("[type=file]").forEach(target => named({ target })));
const idle = window.requestIdleCallback ?? (run => setTimeout(run, 200));
const wake = within => {
  for (const sleeper of within.querySelectorAll("[data-wake]")) sleeper.hidden = !(sleeper.dataset.wake in window);
};
const wakeAll = () => document.querySelectorAll("[data-island]").forEach(wake);
let begun;
const load = async () => {
  if (begun) return;
  begun = true;
  const [islands] = await Promise.all([import("$JS"), import("$SPLIT")]);
  await islands.default({ module_or_path: "$WASM" });
  islands.listen();
  wakeAll();
  document.addEventListener("live", wakeAll);
  const own = document.querySelectorAll("leptos-island");
  if (own.length) await islands.hydrate();
  for (const island of own) {
    const awake = async () => {
      await islands[island.dataset.component]?.(island);
      wake(island);
    };
    awake();
  }
};
for (const touch of ["pointerdown", "keydown", "focusin"]) addEventListener(touch, load, { once: true });
if (document.readyState === "complete") idle(load);
else addEventListener("load", () => idle(load));
