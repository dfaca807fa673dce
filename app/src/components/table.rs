//! Tables of records.

use leptos::prelude::*;

/// A table in a frame that scrolls on its own if the table is too wide.
#[component]
pub fn Table<H: IntoView + 'static>(
    /// Label for screen readers.
    #[prop(into)]
    label: String,
    /// On a phone, one short line per record instead of a card with all its fields.
    #[prop(optional)]
    brief: bool,
    /// Column headings, each a `th`.
    heads: H,
    /// Rows, each a `tr`.
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
