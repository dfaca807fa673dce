//! Choices of a few pictures.

use leptos::prelude::*;

use super::{fields::dress, form::report_label};
use crate::components::{Spoken, Tile};

/// A picture of a choice.
pub(crate) struct Picture {
    /// Submitted value.
    pub(crate) value: String,
    /// Key of the pictogram.
    pub(crate) key: String,
    /// Label.
    pub(crate) text: String,
    /// Smaller line below, or empty.
    pub(crate) small: String,
    /// Drawing size, 0 to 11, for sizes side by side; `None` for the normal one.
    pub(crate) grow: Option<usize>,
}

/// Radio buttons as pictures. With `heard`, each label can be read aloud.
pub(crate) fn pictures(
    name: &'static str,
    label: String,
    value: &str,
    (required, heard): (bool, bool),
    pictures: Vec<Picture>,
) -> AnyView {
    report_label(name, &label);
    let dress = dress(name, value.to_owned(), false);
    let grid = match pictures.len() {
        ..=4 => "picture-grid few",
        5..=7 => "picture-grid",
        _ => "picture-grid many",
    };
    let pictures = pictures
        .into_iter()
        .map(|Picture { value, key, text, small, grow }| {
            let checked = value == dress.value;
            let size = grow.map_or("", |step| GROWN[step.min(GROWN.len() - 1)]);
            let words = if small.is_empty() { text.clone() } else { format!("{text}，{small}") };
            let picture = view! {
                <label class="picture">
                    <input type="radio" name=name value=value checked=checked required=required />
                    <Tile key size />
                    <span>{text}{(!small.is_empty()).then(|| view! { <small>{small}</small> })}</span>
                </label>
            };
            if heard { view! { <Spoken key="" words>{picture}</Spoken> }.into_any() } else { picture.into_any() }
        })
        .collect_view();
    view! {
        <fieldset class="field" id=name aria-describedby=dress.described>
            <legend>{label}</legend>
            <div class=grid>{pictures}</div>
            {dress.error}
        </fieldset>
    }
    .into_any()
}

/// Class names of the drawing sizes.
const GROWN: [&str; 12] = [
    "grow-0", "grow-1", "grow-2", "grow-3", "grow-4", "grow-5", "grow-6", "grow-7", "grow-8", "grow-9", "grow-10",
    "grow-11",
];

/// Pictures of which at most one can be chosen.
#[component]
pub fn PictureChoice(
    /// Name in the form; also its id.
    name: &'static str,
    /// Label.
    #[prop(into)]
    label: String,
    /// Options, as (value, pictogram key, label).
    options: Vec<(String, String, String)>,
) -> impl IntoView {
    let picture = |(value, key, text)| Picture { value, key, text, small: String::new(), grow: None };
    let all = options.into_iter().map(picture).collect();
    view! { <div class="tint-all">{pictures(name, label, "", (false, true), all)}</div> }
}
