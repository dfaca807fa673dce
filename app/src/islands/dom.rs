//! DOM queries shared by the islands.

use wasm_bindgen::{JsCast, prelude::Closure};
use web_sys::{Element, Event};

/// What is around the parts of an island.
pub(super) const ISLAND: &str = "leptos-island, [data-island]";

/// Calls `heard` for each event of this kind on the page, as long as it is open.
pub(super) fn listen(kind: &str, heard: fn(Event)) {
    let Some(page) = web_sys::window().and_then(|window| window.document()) else { return };
    let heard = Closure::<dyn Fn(Event)>::new(heard);
    // On failure, the page stays as it works without the island.
    let _ = page.add_event_listener_with_callback(kind, heard.as_ref().unchecked_ref());
    heard.forget();
}

/// The clicked element or its nearest ancestor that matches `selector`.
pub(super) fn clicked(event: &Event, selector: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(selector).ok()?
}

/// The first element that matches `selector` in the island around `element`.
pub(super) fn beside<T: JsCast>(element: &Element, selector: &str) -> Option<T> {
    element.closest(ISLAND).ok()??.query_selector(selector).ok()??.dyn_into().ok()
}
