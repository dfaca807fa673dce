//! A near date with the whole one behind it.

use domain::Timestamp;
use leptos::prelude::*;

/// 后天 周一; pointed at or tapped, it says the whole date.
#[component]
pub fn Near(
    /// When.
    at: Timestamp,
) -> impl IntoView {
    let full = crate::i18n::date_full(at);
    // Tapping focuses it, and the style shows the title; the Tab key passes it by.
    view! { <time class="near" datetime=crate::i18n::day_value(at) title=full tabindex="-1">{crate::i18n::date_near(at)}</time> }
}
