//! Codes to read out, type or scan.

use leptos::prelude::*;
use qrcode::{EcLevel, QrCode, render::svg};

/// A code in large, separate characters.
#[component]
pub fn Code(
    /// The code: `4827`.
    #[prop(into)]
    code: String,
    /// Large variant that fills the screen.
    #[prop(optional)]
    big: bool,
) -> impl IntoView {
    let spoken = code.chars().map(String::from).collect::<Vec<_>>().join(" ");
    let letters = code.chars().map(|c| view! { <i>{c.to_string()}</i> }).collect_view();
    view! { <b class=if big { "code big" } else { "code" } role="img" aria-label=spoken>{letters}</b> }
}

/// A QR code with a caption.
#[component]
pub fn Qr(
    /// Encoded text.
    #[prop(into)]
    text: String,
    /// The same for human readers, shown below.
    #[prop(into)]
    caption: String,
) -> impl IntoView {
    let drawn = QrCode::with_error_correction_level(text.as_bytes(), EcLevel::M).ok().map(|code| {
        let drawn = code.render::<svg::Color<'_>>().min_dimensions(200, 200).build();
        // Drops the XML declaration and hides the image from screen readers, which read the caption.
        let start = drawn.find("<svg").unwrap_or(0);
        drawn[start..].replacen("<svg", r#"<svg role="img" aria-hidden="true""#, 1)
    });
    drawn.map(|svg| view! { <figure class="qr"><div inner_html=svg></div><figcaption>{caption}</figcaption></figure> })
}
