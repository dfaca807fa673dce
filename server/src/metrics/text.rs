//! The text that Prometheus reads.

use std::fmt::Write;

/// Beginning of every name.
const PREFIX: &str = "wishbridge_";

/// Metrics as text, in the order in which they are written.
#[derive(Debug, Default)]
pub(super) struct Text {
    out: String,
    /// Name of the metric that is being written.
    name: &'static str,
}

impl Text {
    /// Begins a metric that may go up and down.
    pub(super) fn gauge(&mut self, name: &'static str, help: &str) -> &mut Text {
        self.head(name, "gauge", help)
    }

    /// Begins a metric that only grows while the process runs.
    pub(super) fn counter(&mut self, name: &'static str, help: &str) -> &mut Text {
        self.head(name, "counter", help)
    }

    /// Begins a metric of buckets, a sum and a count.
    pub(super) fn histogram(&mut self, name: &'static str, help: &str) -> &mut Text {
        self.head(name, "histogram", help)
    }

    fn head(&mut self, name: &'static str, kind: &str, help: &str) -> &mut Text {
        self.name = name;
        // Writing to a string does not fail.
        write!(self.out, "# HELP {PREFIX}{name} {help}\n# TYPE {PREFIX}{name} {kind}\n").ok();
        self
    }

    /// Writes a value of the metric.
    pub(super) fn value(&mut self, labels: &[(&str, &str)], value: f64) -> &mut Text {
        self.part("", labels, value)
    }

    /// Writes a value of a part of the metric: `bucket`, `sum` or `count`.
    pub(super) fn part(&mut self, part: &str, labels: &[(&str, &str)], value: f64) -> &mut Text {
        let (name, line) = (self.name, if part.is_empty() { "" } else { "_" });
        write!(self.out, "{PREFIX}{name}{line}{part}").ok();
        if !labels.is_empty() {
            let said = labels.iter().map(|(name, value)| format!("{name}=\"{}\"", escaped(value)));
            write!(self.out, "{{{}}}", said.collect::<Vec<_>>().join(",")).ok();
        }
        writeln!(self.out, " {value}").ok();
        self
    }

    /// Returns all of it.
    pub(super) fn finished(self) -> String {
        self.out
    }
}

fn escaped(value: &str) -> String {
    value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_escaped_and_whole_numbers_have_no_point() {
        let mut text = Text::default();
        text.gauge("open", "Some.").value(&[], 3.0).value(&[("route", "a\"b\\c\n")], 0.5);
        let said = "# HELP wishbridge_open Some.\n# TYPE wishbridge_open gauge\nwishbridge_open 3\n\
                    wishbridge_open{route=\"a\\\"b\\\\c\\n\"} 0.5\n";
        assert_eq!(text.finished(), said);
    }
}
