//! Plots drawn on the server as plain SVG. The year before is hollow or dashed, so that no plot needs colour; the
//! numbers stand in a table beside each plot, for readers and screen readers.
//! Each is drawn twice, because text of a drawing shrinks with it: for a phone it is narrower, with labels above their
//! bars and every second month, and the style shows one of the two.

mod bars;
mod boxes;
mod lines;

use leptos::prelude::*;

pub(crate) use bars::{Bar, bars};
pub(crate) use boxes::{BoxOf, BoxRow, boxes};
pub(crate) use lines::{Series, lines};

/// How much room a plot has. Text is 14 units high in both, and a unit is about a pixel.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Room {
    /// A desk or paper.
    Wide,
    /// A phone.
    Narrow,
}

impl Room {
    /// Width of the drawing in its own units.
    const fn width(self) -> i64 {
        match self {
            Room::Wide => 640,
            Room::Narrow => 320,
        }
    }

    /// What the id of a drawing begins with: both are on the page.
    const fn prefix(self) -> &'static str {
        match self {
            Room::Wide => "",
            Room::Narrow => "narrow-",
        }
    }

    /// Class of the drawing.
    const fn class(self) -> &'static str {
        match self {
            Room::Wide => "plot",
            Room::Narrow => "plot plot-narrow",
        }
    }
}

/// Escapes text for an SVG that is written as a string.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Writes a text; `anchor` is `start`, `middle` or `end`.
fn text(x: i64, y: i64, anchor: &str, words: &str) -> String {
    format!(r#"<text x="{x}" y="{y}" text-anchor="{anchor}">{}</text>"#, escaped(words))
}

/// Wraps drawn parts in an SVG with title and description.
fn drawing(room: Room, [id, title, about]: [&str; 3], height: i64, body: &str) -> String {
    let (title, about, width, class) = (escaped(title), escaped(about), room.width(), room.class());
    let id = format!("{}{id}", room.prefix());
    format!(
        r#"<svg class="{class}" role="img" viewBox="0 0 {width} {height}" aria-labelledby="{id}-title {id}-about">
<title id="{id}-title">{title}</title><desc id="{id}-about">{about}</desc>{body}</svg>"#
    )
}

/// Shows a drawing, for a desk and for a phone, with what solid and hollow mean.
fn framed(drawn: impl Fn(Room) -> String) -> AnyView {
    let svg = drawn(Room::Wide) + &drawn(Room::Narrow);
    view! {
        <figure class="plot-frame">
            <div inner_html=svg></div>
            <figcaption class="soft">{t!("plot-key")}</figcaption>
        </figure>
    }
    .into_any()
}

/// Scales a value to a length; 0 where there is nothing to compare with.
fn scaled(value: i64, most: i64, length: i64) -> i64 {
    if most <= 0 { 0 } else { value.max(0) * length / most }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_is_escaped_and_says_what_it_shows() {
        let said = ["a", "Wishes < all", "\"now\" & then"];
        let svg = drawing(Room::Wide, said, 40, &text(1, 2, "end", "<b>"));
        assert!(svg.contains("Wishes &lt; all</title>") && svg.contains("&quot;now&quot; &amp; then</desc>"), "{svg}");
        assert!(svg.contains("&lt;b&gt;</text>") && !svg.contains("<b>"), "{svg}");
    }

    #[test]
    fn both_drawings_have_ids_of_their_own_and_a_phone_gets_a_narrow_one() {
        let narrow = drawing(Room::Narrow, ["a", "t", "d"], 40, "");
        assert!(narrow.contains(r#"class="plot plot-narrow" role="img" viewBox="0 0 320 40""#), "{narrow}");
        assert!(narrow.contains(r#"aria-labelledby="narrow-a-title narrow-a-about""#), "{narrow}");
    }

    #[test]
    fn the_largest_value_takes_the_whole_length() {
        assert_eq!((scaled(7, 7, 300), scaled(0, 7, 300), scaled(3, 0, 300), scaled(-2, 7, 300)), (300, 0, 0, 0));
    }
}
