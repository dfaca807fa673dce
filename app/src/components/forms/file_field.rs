//! A field that takes a file along. The form around it needs `files=true`.

use leptos::prelude::*;

use super::fields::{caption, dress, hint_line};

/// A field for one file.
#[component]
pub fn FileField(
    /// Its name in the form; also its id.
    name: &'static str,
    /// What to choose.
    #[prop(into)]
    label: String,
    /// What helps to choose.
    #[prop(optional, into)]
    hint: String,
    /// Which files.
    accept: &'static str,
    /// Whether one has to be chosen.
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
