//! Prevents a form from being submitted twice and marks it busy; used once on each page with a form.
//! The request id makes a repeated submission idempotent; this makes it unlikely.

use leptos::prelude::*;

/// Guards every form of the page whose method is POST.
#[island]
pub fn SubmitGuard() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    listen();
}

#[cfg(feature = "hydrate")]
fn listen() {
    use wasm_bindgen::{JsCast, prelude::Closure};

    let Some(window) = web_sys::window() else { return };
    let submit = Closure::<dyn Fn(web_sys::Event)>::new(|event: web_sys::Event| {
        sent(&event);
    });
    let back = Closure::<dyn Fn()>::new(ready);
    for (name, heard) in [("submit", submit.as_ref()), ("pageshow", back.as_ref())] {
        // On failure, forms are submitted as without the island.
        let _ = window.add_event_listener_with_callback(name, heard.unchecked_ref());
    }
    submit.forget();
    back.forget();
}

#[cfg(feature = "hydrate")]
fn sent(event: &web_sys::Event) -> Option<()> {
    use wasm_bindgen::JsCast;
    use web_sys::{Element, HtmlFormElement};

    let form = event.target()?.dyn_into::<HtmlFormElement>().ok()?;
    if form.get_attribute("method").as_deref() != Some("post") {
        return None;
    }
    if form.has_attribute("data-sent") {
        event.prevent_default();
        return None;
    }
    form.set_attribute("data-sent", "").ok()?;
    // Allow another attempt after 8 s, in case loading was stopped or the network failed.
    let later = wasm_bindgen::closure::Closure::once_into_js(ready);
    web_sys::window()?.set_timeout_with_callback_and_timeout_and_arguments_0(later.unchecked_ref(), 8000).ok()?;
    let submitter = js_sys::Reflect::get(event, &"submitter".into()).ok()?.dyn_into::<Element>().ok()?;
    submitter.set_attribute("aria-busy", "true").ok()
}

/// Clears the busy state: going back restores the page as it was left.
#[cfg(feature = "hydrate")]
fn ready() {
    use wasm_bindgen::JsCast;

    let Some(document) = web_sys::window().and_then(|w| w.document()) else { return };
    let Ok(found) = document.query_selector_all("[data-sent], [data-sent] [aria-busy]") else { return };
    for element in (0..found.length()).filter_map(|i| found.get(i)?.dyn_into::<web_sys::Element>().ok()) {
        for attribute in ["data-sent", "aria-busy"] {
            let _ = element.remove_attribute(attribute);
        }
    }
}
