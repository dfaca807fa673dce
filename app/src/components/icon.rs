//! Pictures: interface icons and the pictograms of things.

use domain::catalogue::Category;
use leptos::prelude::*;

/// Icons that point somewhere: they point the other way where writing runs from the right.
const POINTING: [&str; 8] = ["back", "chevron-right", "sign-in", "logout", "undo", "truck", "list", "sound"];

/// An interface icon of `public/icons.svg`. It says nothing to a screen reader: words stand beside it.
#[component]
pub fn Icon(
    /// Its name there.
    name: &'static str,
    /// Class names.
    #[prop(default = "icon")]
    class: &'static str,
) -> impl IntoView {
    let class = if class == "icon" && POINTING.contains(&name) { "icon flip" } else { class };
    // The address is made, not written: leptos writes elements without anything made as they stand in
    // the source, and `use_` is not an element.
    view! { <svg class=class aria-hidden="true"><use_ href=format!("/icons.svg#{name}") /></svg> }
}

/// A pictogram of `public/pictograms.svg`, in the tint of what is around it.
#[component]
pub fn Pictogram(
    /// The item's key, `cat-study` or `card-sun`.
    #[prop(into)]
    key: String,
) -> impl IntoView {
    view! { <svg class="pictogram" aria-hidden="true"><use_ href=format!("/pictograms.svg#{key}") /></svg> }
}

/// A pictogram in its niche; a photo where there is one.
#[component]
pub fn Tile(
    /// The item's key.
    #[prop(into)]
    key: String,
    /// A wish's picture, or 0.
    #[prop(optional)]
    photo: i64,
    /// An own item's picture, or 0.
    #[prop(optional)]
    item_photo: i64,
    /// `small`, `big`, or nothing.
    #[prop(optional)]
    size: &'static str,
) -> impl IntoView {
    let picture = if photo == 0 && item_photo == 0 {
        view! { <Pictogram key /> }.into_any()
    } else {
        let from = if photo == 0 { format!("/item-photos/{item_photo}") } else { format!("/photos/{photo}") };
        // Beside it stands what it shows.
        view! { <img class="photo" alt="" src=from width="72" height="80" loading="lazy" decoding="async" /> }
            .into_any()
    };
    view! { <span class=if size.is_empty() { "tile".to_owned() } else { format!("tile {size}") }>{picture}</span> }
}

/// The class that tints a pictogram inside: `tint-study`.
#[must_use]
pub fn tint(category: Category) -> String {
    format!("tint-{}", category.as_str())
}
