//! Shares an address or copies a text.

use leptos::{ev::MouseEvent, prelude::*};

/// Wraps a button that shares `data-url` with `data-title` and `data-text`, or copies `data-copy`.
///
/// Without a share function in the browser, the URL is copied. After copying, its `<span>` shows `data-done`.
#[island]
pub fn ShareButton(
    /// The button, rendered by the server.
    children: Children,
) -> impl IntoView {
    view! { <div class="island" on:click=|event| { share(&event); }>{children()}</div> }
}

#[cfg(feature = "hydrate")]
fn share(event: &MouseEvent) -> Option<()> {
    use wasm_bindgen_futures::{JsFuture, spawn_local};

    let button = super::dom::clicked(event, "button")?;
    let window = web_sys::window()?;
    let navigator = window.navigator();
    let link = button.get_attribute("data-url").and_then(|path| Some(window.location().origin().ok()? + &path));
    let can_share = js_sys::Reflect::has(&navigator, &"share".into()).unwrap_or(false);
    if let (Some(link), true) = (&link, can_share) {
        let what = web_sys::ShareData::new();
        what.set_title(&button.get_attribute("data-title").unwrap_or_default());
        what.set_text(&button.get_attribute("data-text").unwrap_or_default());
        what.set_url(link);
        let shared = JsFuture::from(navigator.share_with_data(&what));
        // Cancelling is not an error.
        spawn_local(async move { drop(shared.await) });
        return Some(());
    }
    let copied = JsFuture::from(navigator.clipboard().write_text(&button.get_attribute("data-copy").or(link)?));
    spawn_local(async move {
        let done = button.get_attribute("data-done");
        if let (Ok(_), Some(done)) = (copied.await, done) {
            let _ = button.set_attribute("aria-label", &done);
            for (part, attribute, value) in [("span", "", done.as_str()), ("use", "href", "/icons.svg#check")] {
                match button.query_selector(part) {
                    Ok(Some(words)) if attribute.is_empty() => words.set_text_content(Some(value)),
                    Ok(Some(icon)) => drop(icon.set_attribute(attribute, value)),
                    _ => {}
                }
            }
        }
    });
    Some(())
}

#[cfg(not(feature = "hydrate"))]
fn share(_: &MouseEvent) {}
