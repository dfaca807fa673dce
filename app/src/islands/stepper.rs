//! Operates the − and + buttons of a number field.

use leptos::{ev::MouseEvent, prelude::*};

/// Wraps a number input and buttons with `data-step`.
#[island]
pub fn StepperIsland(
    /// Input and buttons, rendered by the server.
    children: Children,
) -> impl IntoView {
    view! { <div class="island" on:click=|event| { step(&event); }>{children()}</div> }
}

#[cfg(feature = "hydrate")]
fn step(event: &MouseEvent) -> Option<()> {
    let button = super::dom::clicked(event, "[data-step]")?;
    let input: web_sys::HtmlInputElement = super::dom::beside(&button, "input")?;
    let bound = |name: &str| input.get_attribute(name)?.parse::<i64>().ok();
    let step: i64 = button.get_attribute("data-step")?.parse().ok()?;
    let value = input.value().parse::<i64>().unwrap_or(0) + step;
    let value = value.max(bound("min").unwrap_or(value)).min(bound("max").unwrap_or(i64::MAX));
    input.set_value(&value.to_string());
    input.dispatch_event(&web_sys::Event::new("input").ok()?).ok().map(drop)
}

#[cfg(not(feature = "hydrate"))]
fn step(_: &MouseEvent) {}
