//! A table of records.

use leptos::prelude::*;

/// A table in a frame of its own: where it is too wide, the frame scrolls and the page does not.
#[component]
pub fn Table<H: IntoView + 'static>(
    /// What it lists, for who cannot see it.
    #[prop(into)]
    label: String,
    /// Whether each record becomes one short line on a phone, instead of a card with all its fields.
    #[prop(optional)]
    brief: bool,
    /// The heads of the columns, each a `th`.
    heads: H,
    /// The rows, each a `tr`.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="table-wrap" tabindex="0" role="region" aria-label=label>
            <table class=if brief { "table brief" } else { "table" }>
                <thead><tr>{heads}</tr></thead>
                <tbody>{children()}</tbody>
            </table>
        </div>
    }
}
