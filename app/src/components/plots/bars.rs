//! Bars: the month solid, the year before hollow below it.

use leptos::prelude::AnyView;

use super::{Room, drawing, framed, scaled, text};

/// A pair of bars.
pub(crate) struct Bar {
    /// Its label.
    pub label: String,
    /// Value of the month.
    pub now: i64,
    /// Value of the year before.
    pub before: i64,
}

/// Height of a pair of bars.
const ROW: i64 = 40;
/// Height of a label above its bars.
const ABOVE: i64 = 20;
/// Width of labels beside their bars.
const LABELS: i64 = 220;
const VALUES: i64 = 60;

/// Draws pairs of bars below each other.
pub(crate) fn bars(id: &str, title: &str, about: &str, bars: &[Bar]) -> AnyView {
    framed(|room| svg(room, [id, title, about], bars))
}

fn svg(room: Room, said: [&str; 3], bars: &[Bar]) -> String {
    let most = bars.iter().map(|bar| bar.now.max(bar.before)).max().unwrap_or_default();
    let start = if room == Room::Wide { LABELS } else { 2 };
    let length = room.width() - start - VALUES;
    let mut body = String::new();
    let mut y = 4;
    for bar in bars {
        let (now, before) = (scaled(bar.now, most, length), scaled(bar.before, most, length));
        if room == Room::Wide {
            body += &text(start - 8, y + 20, "end", &bar.label);
        } else {
            body += &text(0, y + 14, "start", &bar.label);
            y += ABOVE;
        }
        body += &format!(r#"<rect class="plot-now" x="{start}" y="{y}" width="{now}" height="16"/>"#);
        body += &text(start + now + 6, y + 13, "start", &bar.now.to_string());
        body += &format!(r#"<rect class="plot-before" x="{start}" y="{}" width="{before}" height="12"/>"#, y + 19);
        body += &text(start + before + 6, y + 31, "start", &bar.before.to_string());
        y += ROW;
    }
    drawing(room, said, y + 4, &body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_pair_has_its_label_and_both_numbers() {
        let all = [Bar { label: "一".into(), now: 40, before: 20 }, Bar { label: "二".into(), now: 0, before: 0 }];
        let narrow = svg(Room::Narrow, ["b", "t", "d"], &all);
        // On a phone the label has a line of its own, and the bar most of the width.
        assert!(narrow.contains(r#"<text x="0" y="18" text-anchor="start">一</text>"#), "{narrow}");
        assert!(narrow.contains(r#"class="plot-now" x="2" y="24" width="258""#), "{narrow}");
        let svg = svg(Room::Wide, ["b", "t", "d"], &all);
        assert!(svg.contains(">一</text>") && svg.contains(">40</text>") && svg.contains(">20</text>"), "{svg}");
        assert!(svg.contains(r#"class="plot-now" x="220" y="4" width="360""#), "{svg}");
        assert_eq!(svg.matches("<rect").count(), 4);
    }
}
