//! Plots drawn on the server as plain SVG. The year before is hollow or dashed, so that no plot needs colour; the
//! numbers stand in a table beside each plot, for readers and screen readers.

mod bars;
mod boxes;
mod lines;

use leptos::prelude::*;

pub(crate) use bars::{Bar, bars};
pub(crate) use boxes::{BoxOf, BoxRow, boxes};
pub(crate) use lines::{Series, lines};

/// Width of a plot in its own units.
const WIDTH: i64 = 640;

/// Escapes text for an SVG that is written as a string.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Writes a text; `anchor` is `start`, `middle` or `end`.
fn text(x: i64, y: i64, anchor: &str, words: &str) -> String {
    format!(r#"<text x="{x}" y="{y}" text-anchor="{anchor}">{}</text>"#, escaped(words))
}

/// Wraps drawn parts in an SVG with title and description.
fn drawing(id: &str, title: &str, about: &str, height: i64, body: &str) -> String {
    let (title, about) = (escaped(title), escaped(about));
    format!(
        r#"<svg class="plot" role="img" viewBox="0 0 {WIDTH} {height}" aria-labelledby="{id}-title {id}-about">
<title id="{id}-title">{title}</title><desc id="{id}-about">{about}</desc>{body}</svg>"#
    )
}

/// Shows a drawing with what solid and hollow mean.
fn framed(svg: String) -> AnyView {
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
        let svg = drawing("a", "Wishes < all", "\"now\" & then", 40, &text(1, 2, "end", "<b>"));
        assert!(svg.contains("Wishes &lt; all</title>") && svg.contains("&quot;now&quot; &amp; then</desc>"), "{svg}");
        assert!(svg.contains("&lt;b&gt;</text>") && !svg.contains("<b>"), "{svg}");
    }

    #[test]
    fn the_largest_value_takes_the_whole_length() {
        assert_eq!((scaled(7, 7, 300), scaled(0, 7, 300), scaled(3, 0, 300), scaled(-2, 7, 300)), (300, 0, 0, 0));
    }
}
