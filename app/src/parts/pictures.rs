//! One of a few pictures to choose from.

use leptos::prelude::*;

use super::{Tile, fields::dress};

/// Pictures to tap, one or none: value, pictogram, and what it is called.
#[component]
pub fn PictureChoice(
    /// Its name in the form; also its id.
    name: &'static str,
    /// The question.
    #[prop(into)]
    label: String,
    /// Values, pictograms and names.
    options: Vec<(String, String, String)>,
) -> impl IntoView {
    let dress = dress(name, String::new(), false);
    let pictures = options
        .into_iter()
        .map(|(value, key, text)| {
            let checked = value == dress.value;
            view! {
                <label class="picture tint-all">
                    <input type="radio" name=name value=value checked=checked />
                    <Tile key />
                    <span>{text}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="field" id=name aria-describedby=dress.described>
            <legend>{label}</legend>
            <div class="picture-grid few">{pictures}</div>
            {dress.error}
        </fieldset>
    }
}
