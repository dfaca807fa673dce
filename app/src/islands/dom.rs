//! What the islands ask of the page.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event};

/// The element of `selector` that was clicked, if it was one.
pub(super) fn clicked(event: &Event, selector: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(selector).ok()?
}

/// The first element of `selector` in the same island.
pub(super) fn beside<T: JsCast>(element: &Element, selector: &str) -> Option<T> {
    element.closest("leptos-island").ok()??.query_selector(selector).ok()??.dyn_into().ok()
}
