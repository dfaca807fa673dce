//! Quartile boxes: from the shortest to the longest, the box holds the middle half, the bar in it is the middle.

use domain::reports::figures::Quartiles;
use leptos::prelude::AnyView;

use super::{Room, drawing, framed, scaled, text};

/// A box with its label.
pub(crate) struct BoxRow {
    /// Its label.
    pub label: String,
    /// What it shows; an empty line without.
    pub quartiles: Option<Quartiles>,
    /// Whether it is of the year before.
    pub of: BoxOf,
    /// The middle in words.
    pub middle: String,
}

/// Which year a box is of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum BoxOf {
    /// The month.
    Month,
    /// The same month of the year before.
    Before,
}

/// Height of a box.
const ROW: i64 = 34;
/// Height of what stands above a box.
const ABOVE: i64 = 18;
/// Width of labels beside their boxes.
const LABELS: i64 = 220;
const VALUES: i64 = 90;

/// Draws boxes below each other, on one scale from zero to the longest.
pub(crate) fn boxes(id: &str, title: &str, about: &str, rows: &[BoxRow]) -> AnyView {
    framed(|room| svg(room, [id, title, about], rows))
}

fn svg(room: Room, said: [&str; 3], rows: &[BoxRow]) -> String {
    let most = rows.iter().filter_map(|row| row.quartiles).map(|one| one.most).max().unwrap_or_default();
    let (start, end) = if room == Room::Wide { (LABELS, room.width() - VALUES) } else { (2, room.width() - 2) };
    let mut body = String::new();
    let mut y = 4;
    for row in rows {
        // On a phone the label and the middle stand in a line above the box.
        if room == Room::Wide {
            body += &text(start - 8, y + 17, "end", &row.label);
            body += &text(room.width(), y + 17, "end", &row.middle);
        } else {
            body += &text(0, y + 14, "start", &row.label);
            body += &text(room.width(), y + 14, "end", &row.middle);
            y += ABOVE;
        }
        let (middle, top, bottom) = (y + 12, y + 3, y + 21);
        if let Some(found) = row.quartiles {
            let at = |value: i64| start + scaled(value, most, end - start);
            let (least, lower, half) = (at(found.least), at(found.lower), at(found.middle));
            let (upper, last) = (at(found.upper), at(found.most));
            let class = if row.of == BoxOf::Month { "plot-now" } else { "plot-before" };
            // A box of one value is a line, but must be seen.
            let width = (upper - lower).max(2);
            body += &format!(
                r#"<path class="plot-axis" d="M{least} {middle}H{last}M{least} {top}V{bottom}M{last} {top}V{bottom}"/>
<rect class="{class}" x="{lower}" y="{top}" width="{width}" height="18"/>
<path class="plot-middle" d="M{half} {top}V{bottom}"/>"#
            );
        }
        y += ROW;
    }
    drawing(room, said, y + 4, &body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_runs_from_the_lower_to_the_upper_quartile() {
        let found = Quartiles { count: 4, least: 0, lower: 100, middle: 200, upper: 300, most: 330 };
        let row = |quartiles, of| BoxRow { label: "甲".into(), quartiles, of, middle: "2 天".into() };
        let rows = [row(Some(found), BoxOf::Month), row(None, BoxOf::Before)];
        let narrow = svg(Room::Narrow, ["c", "t", "d"], &rows);
        assert!(narrow.contains(r#"<text x="320" y="18" text-anchor="end">2 天</text>"#), "{narrow}");
        assert!(narrow.contains("M193 25V43"), "{narrow}");
        let svg = svg(Room::Wide, ["c", "t", "d"], &rows);
        assert!(svg.contains(r#"class="plot-now" x="320" y="7" width="200""#), "{svg}");
        assert!(svg.contains("M420 7V25") && svg.matches("<rect").count() == 1, "{svg}");
    }
}
