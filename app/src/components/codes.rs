//! Codes that people read out, type or scan.

use leptos::prelude::*;
use qrcode::{EcLevel, QrCode, render::svg};

/// A code in large, separate characters.
#[component]
pub fn Code(
    /// The code: `4827`.
    #[prop(into)]
    code: String,
    /// For the full screen.
    #[prop(optional)]
    big: bool,
) -> impl IntoView {
    let spoken = code.chars().map(String::from).collect::<Vec<_>>().join(" ");
    let letters = code.chars().map(|c| view! { <i>{c.to_string()}</i> }).collect_view();
    view! { <b class=if big { "code big" } else { "code" } role="img" aria-label=spoken>{letters}</b> }
}

/// A QR code, with the same in words below it.
#[component]
pub fn Qr(
    /// What it says to a scanner.
    #[prop(into)]
    text: String,
    /// What it says to people.
    #[prop(into)]
    caption: String,
) -> impl IntoView {
    let drawn = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M).ok().map(|code| {
        let drawn = code.render::<svg::Color<'_>>().min_dimensions(200, 200).build();
        // Without the XML declaration, and as a picture with a name.
        let start = drawn.find("<svg").unwrap_or(0);
        drawn[start..].replacen("<svg", r#"<svg role="img" aria-hidden="true""#, 1)
    });
    drawn.map(|svg| view! { <figure class="qr"><div inner_html=svg></div><figcaption>{caption}</figcaption></figure> })
}
