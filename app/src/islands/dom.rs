//! DOM queries shared by the islands.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event};

/// The clicked element or its nearest ancestor that matches `selector`.
pub(super) fn clicked(event: &Event, selector: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(selector).ok()?
}

/// The first element that matches `selector` in the island around `element`.
pub(super) fn beside<T: JsCast>(element: &Element, selector: &str) -> Option<T> {
    element.closest("leptos-island").ok()??.query_selector(selector).ok()??.dyn_into().ok()
}
