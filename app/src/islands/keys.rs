//! Keyboard shortcuts for staff pages: `/` focuses the search, `j` and `k` move through the list.

use leptos::prelude::*;

/// Listens to the keys of the page; used once on each page with a list to work through.
#[island]
pub fn DeskKeys() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    listen();
}

#[cfg(feature = "hydrate")]
fn listen() {
    use wasm_bindgen::{JsCast, prelude::Closure};

    let Some(window) = web_sys::window() else { return };
    let pressed = Closure::<dyn Fn(web_sys::Event)>::new(|event: web_sys::Event| {
        press(&event);
    });
    // On failure, the Tab key still moves through the list.
    let _ = window.add_event_listener_with_callback("keydown", pressed.as_ref().unchecked_ref());
    pressed.forget();
}

#[cfg(feature = "hydrate")]
fn press(event: &web_sys::Event) -> Option<()> {
    use wasm_bindgen::{JsCast, JsValue};
    use web_sys::{Element, HtmlElement};

    const TYPED_INTO: &str = "input, textarea, select";
    const LIST: &str = ".split-list .row, .split-list .tree a, .table th[scope=row] a, .found .row";

    let of = |name: &str| js_sys::Reflect::get(event, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let target: Element = event.target()?.dyn_into().ok()?;
    let typing = target.closest(TYPED_INTO).ok()?.is_some();
    if typing || ["ctrlKey", "altKey", "metaKey"].iter().any(|name| of(name).is_truthy()) {
        return None;
    }
    let document = web_sys::window()?.document()?;
    let next: HtmlElement = match of("key").as_string()?.as_str() {
        "/" => document.query_selector("main input[type=search]").ok()??.dyn_into().ok()?,
        key @ ("j" | "k") => {
            let list = document.query_selector_all(LIST).ok()?;
            let rows: Vec<Element> = (0..list.length()).filter_map(|i| list.get(i)?.dyn_into().ok()).collect();
            let here = rows.iter().position(|row| *row == target);
            let open = || rows.iter().position(|row| row.has_attribute("aria-current"));
            let to = match (here, key) {
                (Some(at), "j") => at + 1,
                (Some(at), _) => at.checked_sub(1)?,
                (None, _) => open().unwrap_or(0),
            };
            rows.get(to)?.clone().dyn_into().ok()?
        }
        _ => return None,
    };
    event.prevent_default();
    next.focus().ok()
}
