//! Lines over twelve months: this year solid with round marks, the year before dashed with square ones.

use leptos::prelude::AnyView;

use super::{Room, drawing, framed, scaled, text};

/// Values of one line, oldest first.
pub(crate) struct Series {
    /// Values of this year.
    pub now: Vec<i64>,
    /// Values of the year before, of the same months.
    pub before: Vec<i64>,
    /// Labels below, one for each value.
    pub labels: Vec<String>,
}

const TOP: i64 = 16;
const BOTTOM: i64 = 200;
const START: i64 = 48;

/// Draws both lines on one scale from zero.
pub(crate) fn lines(id: &str, title: &str, about: &str, series: &Series) -> AnyView {
    framed(|room| svg(room, [id, title, about], series))
}

fn svg(room: Room, said: [&str; 3], series: &Series) -> String {
    let width = room.width();
    let most = series.now.iter().chain(&series.before).copied().max().unwrap_or_default();
    let steps = i64::try_from(series.labels.len().max(2) - 1).unwrap_or(1);
    let x = |at: usize| START + i64::try_from(at).unwrap_or_default() * (width - START - 24) / steps;
    let y = |value: i64| BOTTOM - scaled(value, most, BOTTOM - TOP);
    let path = |values: &[i64]| {
        let points: Vec<String> =
            values.iter().enumerate().map(|(at, value)| format!("{},{}", x(at), y(*value))).collect();
        points.join(" ")
    };
    let mut body = format!(r#"<path class="plot-axis" d="M{START} {TOP}V{BOTTOM}H{width}"/>"#);
    body += &text(START - 6, TOP + 5, "end", &most.to_string());
    body += &text(START - 6, BOTTOM + 4, "end", "0");
    body += &format!(r#"<polyline class="plot-line-before" points="{}"/>"#, path(&series.before));
    for (at, value) in series.before.iter().enumerate() {
        let (left, above) = (x(at) - 3, y(*value) - 3);
        body += &format!(r#"<rect class="plot-before" x="{left}" y="{above}" width="6" height="6"/>"#);
    }
    body += &format!(r#"<polyline class="plot-line" points="{}"/>"#, path(&series.now));
    for (at, value) in series.now.iter().enumerate() {
        body += &format!(r#"<circle class="plot-now" cx="{}" cy="{}" r="4"/>"#, x(at), y(*value));
    }
    // On a phone every second label has room; the last one always stands.
    let spare = |at: usize| room == Room::Narrow && (series.labels.len() - 1 - at) % 2 == 1;
    for (at, label) in series.labels.iter().enumerate().filter(|(at, _)| !spare(*at)) {
        body += &text(x(at), BOTTOM + 20, "middle", label);
    }
    drawing(room, said, BOTTOM + 30, &body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_lines_share_one_scale() {
        let labels = vec!["9".to_owned(), "10".to_owned()];
        let series = Series { now: vec![0, 10], before: vec![5, 20], labels };
        let narrow = svg(Room::Narrow, ["l", "t", "d"], &series);
        assert!(narrow.contains(r#"class="plot-line" points="48,200 296,108""#), "{narrow}");
        assert!(narrow.contains(">10</text>") && !narrow.contains(">9</text>"), "{narrow}");
        let svg = svg(Room::Wide, ["l", "t", "d"], &series);
        assert!(svg.contains(r#"class="plot-line" points="48,200 616,108""#), "{svg}");
        assert!(svg.contains(r#"class="plot-line-before" points="48,154 616,16""#), "{svg}");
        assert_eq!((svg.matches("<circle").count(), svg.matches("<rect").count()), (2, 2));
    }
}
