//! Shows that a form is being sent, and does not send it again meanwhile. The request id makes a
//! second one harmless; this makes it unlikely. One on each page that has a form.

use leptos::prelude::*;

/// Guards every form of the page that posts.
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
        // Without the listener the form is sent as if the island slept.
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
    // Whoever stopped the page from loading, or lost the network, may send it again.
    let later = wasm_bindgen::closure::Closure::once_into_js(ready);
    web_sys::window()?.set_timeout_with_callback_and_timeout_and_arguments_0(later.unchecked_ref(), 8000).ok()?;
    let submitter = js_sys::Reflect::get(event, &"submitter".into()).ok()?.dyn_into::<Element>().ok()?;
    submitter.set_attribute("aria-busy", "true").ok()
}

/// Going back brings the page as it was left: busy. Forms are ready again.
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
