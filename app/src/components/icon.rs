//! Interface icons and pictograms of items.

use domain::catalogue::Category;
use leptos::prelude::*;

/// Icons with a direction, mirrored in right-to-left languages.
const POINTING: [&str; 8] = ["back", "chevron-right", "sign-in", "logout", "undo", "truck", "list", "sound"];

/// An interface icon of `public/icons.svg`, hidden from screen readers: text must accompany it.
#[component]
pub fn Icon(
    /// Its name in that file.
    name: &'static str,
    /// Class names.
    #[prop(default = "icon")]
    class: &'static str,
) -> impl IntoView {
    let class = if class == "icon" && POINTING.contains(&name) { "icon flip" } else { class };
    // The address is dynamic on purpose: leptos copies elements without dynamic parts verbatim from the source, and
    // `use_` is not an element.
    view! { <svg class=class aria-hidden="true"><use_ href=format!("/icons.svg#{name}") /></svg> }
}

/// A pictogram of `public/pictograms.svg`, tinted by its surroundings.
#[component]
pub fn Pictogram(
    /// Key of an item, or a name such as `cat-study` or `card-sun`.
    #[prop(into)]
    key: String,
) -> impl IntoView {
    view! { <svg class="pictogram" aria-hidden="true"><use_ href=format!("/pictograms.svg#{key}") /></svg> }
}

/// A pictogram in a frame, or a photo if there is one.
#[component]
pub fn Tile(
    /// Key of the pictogram.
    #[prop(into)]
    key: String,
    /// Photo id of a wish's picture, or 0.
    #[prop(optional)]
    photo: i64,
    /// Photo id of an own item's picture, or 0.
    #[prop(optional)]
    item_photo: i64,
    /// `small`, `big`, or empty.
    #[prop(optional)]
    size: &'static str,
) -> impl IntoView {
    let picture = if photo == 0 && item_photo == 0 {
        view! { <Pictogram key /> }.into_any()
    } else {
        let of = if photo == 0 { format!("/item-photos/{item_photo}") } else { format!("/photos/{photo}") };
        let from = format!("{of}?size=320");
        // `alt` is empty because the text beside it describes the picture.
        view! { <img class="photo" alt="" src=from width="72" height="80" loading="lazy" decoding="async" /> }
            .into_any()
    };
    view! { <span class=if size.is_empty() { "tile".to_owned() } else { format!("tile {size}") }>{picture}</span> }
}

/// A photo of its own, in the size that the screen needs. Its place is reserved before it is loaded.
#[component]
pub fn Photo(
    /// Photo id of a wish's picture.
    id: i64,
    /// What it shows.
    alt: String,
    /// How wide it is shown, as the attribute `sizes` says it.
    #[prop(default = "(min-width: 60rem) 560px, 92vw")]
    sizes: &'static str,
    /// `eager` for what a page opens with.
    #[prop(default = "lazy")]
    loading: &'static str,
) -> impl IntoView {
    let from = format!("/photos/{id}");
    let forms = format!("{from}?size=320 320w, {from}?size=640 640w, {from} 960w");
    view! {
        <img
            class="photo" alt=alt src=from srcset=forms sizes=sizes width="960" height="720" loading=loading
            decoding="async"
        />
    }
}

/// Class that tints pictograms of a category: `tint-study`.
#[must_use]
pub fn tint(category: Category) -> String {
    format!("tint-{}", category.as_str())
}
