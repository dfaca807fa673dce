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
