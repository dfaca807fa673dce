//! Prints the page.

use leptos::{ev::MouseEvent, prelude::*};

/// Wraps a button with `data-print`, shown if the browser can print: `hidden data-wake="print"`.
#[island]
pub fn PrintButton(
    /// The button, rendered by the server.
    children: Children,
) -> impl IntoView {
    view! { <div class="island" on:click=|event| { print(&event); }>{children()}</div> }
}

#[cfg(feature = "hydrate")]
fn print(event: &MouseEvent) -> Option<()> {
    super::dom::clicked(event, "[data-print]")?;
    web_sys::window()?.print().ok()
}

#[cfg(not(feature = "hydrate"))]
fn print(_: &MouseEvent) {}
