//! Works the − and + beside a number.

use leptos::{ev::MouseEvent, prelude::*};

/// Around a number input and buttons with `data-step`.
#[island]
pub fn StepperIsland(
    /// The input and its buttons, from the server.
    children: Children,
) -> impl IntoView {
    view! { <div class="island" on:click=|event| { step(&event); }>{children()}</div> }
}

#[cfg(feature = "hydrate")]
fn step(event: &MouseEvent) -> Option<()> {
    let button = super::dom::clicked(event, "[data-step]")?;
    let input: web_sys::HtmlInputElement = super::dom::beside(&button, "input")?;
    // The browser's own stepping keeps to the smallest and largest number.
    let back = button.get_attribute("data-step")? == "-1";
    if back { input.step_down() } else { input.step_up() }.ok()?;
    input.dispatch_event(&web_sys::Event::new("input").ok()?).ok().map(drop)
}

#[cfg(not(feature = "hydrate"))]
fn step(_: &MouseEvent) {}
