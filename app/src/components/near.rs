//! Relative dates with the full date as a tooltip.

use domain::Timestamp;
use leptos::prelude::*;

/// A date such as 后天 周一, with the full date on hover or tap.
#[component]
pub fn Near(
    /// The time to show.
    at: Timestamp,
) -> impl IntoView {
    let full = crate::i18n::date_full(at);
    // Focusable by tap, so that the style can show the title, but skipped by the Tab key.
    view! { <time class="near" datetime=crate::i18n::day_value(at) title=full tabindex="-1">{crate::i18n::date_near(at)}</time> }
}
