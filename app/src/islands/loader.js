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
