//! File fields. The form around them needs `files=true`.

use leptos::prelude::*;

use super::fields::{caption, dress, hint_line};

/// A field for one file.
#[component]
pub fn FileField(
    /// Name in the form; also its id.
    name: &'static str,
    /// Label.
    #[prop(into)]
    label: String,
    /// Hint below the label.
    #[prop(optional, into)]
    hint: String,
    /// Accepted types, as in HTML's `accept`.
    accept: &'static str,
    /// Whether a file must be chosen.
    #[prop(optional)]
    required: bool,
) -> impl IntoView {
    let dress = dress(name, String::new(), !hint.is_empty());
    view! {
        <div class="field">
            <label for=name>{caption(label, required)}</label>
            {hint_line(name, hint)}
            <input
                type="file" id=name name=name accept=accept required=required
                aria-describedby=dress.described aria-invalid=dress.invalid
            />
            {dress.error}
        </div>
    }
}
