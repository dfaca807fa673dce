//! Subscribes this browser to pushes, and sends the surrounding form with its subscription.
//! Loaded apart from the other islands, because one page alone has it.

use leptos::{ev::MouseEvent, prelude::*};

/// Wraps a button whose `data-push` is the key to subscribe to, and `[data-denied]` for a browser that refuses.
///
/// The surrounding form has a hidden field `subscription`, which gets the subscription as JSON.
#[island(lazy)]
pub fn PushSwitch(
    /// The button, rendered by the server.
    children: Children,
) -> impl IntoView {
    view! { <div class="island" on:click=|event| { clicked(&event); }>{children()}</div> }
}

#[cfg(not(feature = "hydrate"))]
fn clicked(_: &MouseEvent) {}

#[cfg(feature = "hydrate")]
fn clicked(event: &MouseEvent) -> Option<()> {
    let button = super::dom::clicked(event, "[data-push]")?;
    let key = button.get_attribute("data-push")?;
    wasm_bindgen_futures::spawn_local(async move {
        if subscribe(&button, &key).await.is_none()
            && let Some(denied) = super::dom::beside::<web_sys::HtmlElement>(&button, "[data-denied]")
        {
            denied.set_hidden(false);
        }
    });
    Some(())
}

/// Asks the browser, which asks its owner; `None` when either says no.
#[cfg(feature = "hydrate")]
async fn subscribe(button: &web_sys::Element, key: &str) -> Option<()> {
    use wasm_bindgen::JsCast;
    use wasm_bindgen_futures::JsFuture;
    use web_sys::{HtmlFormElement, HtmlInputElement, PushSubscriptionOptionsInit, ServiceWorkerRegistration};

    let worker = web_sys::window()?.navigator().service_worker();
    JsFuture::from(worker.register("/sw.js")).await.ok()?;
    let ready = JsFuture::from(worker.ready().ok()?).await.ok()?;
    let pushes = ready.dyn_into::<ServiceWorkerRegistration>().ok()?.push_manager().ok()?;
    let options = PushSubscriptionOptionsInit::new();
    options.set_user_visible_only(true);
    options.set_application_server_key_opt_str(Some(key));
    let subscription = JsFuture::from(pushes.subscribe_with_options(&options).ok()?).await.ok()?;
    let json = String::from(js_sys::JSON::stringify(&subscription).ok()?);
    let form: HtmlFormElement = button.closest("form").ok()??.dyn_into().ok()?;
    let field: HtmlInputElement = form.query_selector("[name=subscription]").ok()??.dyn_into().ok()?;
    field.set_value(&json);
    form.request_submit().ok()
}
