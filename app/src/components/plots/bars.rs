//! Bars: the month solid, the year before hollow below it.

use leptos::prelude::AnyView;

use super::{WIDTH, drawing, framed, scaled, text};

/// A pair of bars.
pub(crate) struct Bar {
    /// Its label.
    pub label: String,
    /// Value of the month.
    pub now: i64,
    /// Value of the year before.
    pub before: i64,
}

const ROW: i64 = 40;
const LABELS: i64 = 220;
const VALUES: i64 = 60;

/// Draws pairs of bars below each other.
pub(crate) fn bars(id: &str, title: &str, about: &str, bars: &[Bar]) -> AnyView {
    framed(svg(id, title, about, bars))
}

fn svg(id: &str, title: &str, about: &str, bars: &[Bar]) -> String {
    let most = bars.iter().map(|bar| bar.now.max(bar.before)).max().unwrap_or_default();
    let length = WIDTH - LABELS - VALUES;
    let mut body = String::new();
    let mut y = 4;
    for bar in bars {
        let (now, before) = (scaled(bar.now, most, length), scaled(bar.before, most, length));
        body += &text(LABELS - 8, y + 20, "end", &bar.label);
        body += &format!(r#"<rect class="plot-now" x="{LABELS}" y="{y}" width="{now}" height="16"/>"#);
        body += &text(LABELS + now + 6, y + 13, "start", &bar.now.to_string());
        body += &format!(r#"<rect class="plot-before" x="{LABELS}" y="{}" width="{before}" height="12"/>"#, y + 19);
        body += &text(LABELS + before + 6, y + 31, "start", &bar.before.to_string());
        y += ROW;
    }
    drawing(id, title, about, y + 4, &body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_pair_has_its_label_and_both_numbers() {
        let all = [Bar { label: "一".into(), now: 40, before: 20 }, Bar { label: "二".into(), now: 0, before: 0 }];
        let svg = svg("b", "t", "d", &all);
        assert!(svg.contains(">一</text>") && svg.contains(">40</text>") && svg.contains(">20</text>"), "{svg}");
        assert!(svg.contains(r#"class="plot-now" x="220" y="4" width="360""#), "{svg}");
        assert_eq!(svg.matches("<rect").count(), 4);
    }
}
