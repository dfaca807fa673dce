//! What commands that take long show of it: a bar with counts on a terminal, else a line every few seconds.

use std::{
    io::{IsTerminal, Write},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use domain::progress::{Meter, Progress, Unit};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Shortest pause between two lines of a stage: a log must stay readable.
const PAUSE: Duration = Duration::from_secs(5);

/// Returns a handle whose work is shown on standard error, so that what a command prints stays clean.
#[must_use]
pub fn shown() -> Progress {
    if std::io::stderr().is_terminal() {
        Progress::to(Arc::new(Bar(Mutex::new(ProgressBar::hidden()))))
    } else {
        Progress::to(Arc::new(Lines::to(std::io::stderr())))
    }
}

/// A bar of the terminal, or a turning mark where the total is not known.
struct Bar(Mutex<ProgressBar>);

impl Drop for Bar {
    fn drop(&mut self) {
        self.0.get_mut().unwrap_or_else(PoisonError::into_inner).finish_and_clear();
    }
}

impl Meter for Bar {
    fn begin(&self, stage: &str, unit: Unit, total: u64) {
        let template = match (unit, total) {
            (Unit::Count, 0) => "{spinner} {msg} {human_pos}",
            (Unit::Bytes, 0) => "{spinner} {msg} {bytes}",
            (Unit::Count, _) => "{msg} {wide_bar} {human_pos}/{human_len} {eta}",
            (Unit::Bytes, _) => "{msg} {wide_bar} {bytes}/{total_bytes} {eta}",
        };
        let length = (total > 0).then_some(total);
        let bar = ProgressBar::with_draw_target(length, ProgressDrawTarget::stderr()).with_message(stage.to_owned());
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        // Also while nothing is counted, so that it is seen to run.
        bar.enable_steady_tick(Duration::from_millis(200));
        let mut shown = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut *shown, bar).finish_and_clear();
    }

    fn advance(&self, done: u64) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).inc(done);
    }
}

/// Lines of a log: one when a stage begins, and then how far it is.
struct Lines<W>(Mutex<LineMeter<W>>);

struct LineMeter<W> {
    out: W,
    stage: String,
    unit: Unit,
    total: u64,
    done: u64,
    said: Instant,
}

impl<W: Write + Send> Lines<W> {
    fn to(out: W) -> Lines<W> {
        let told = LineMeter { out, stage: String::new(), unit: Unit::Count, total: 0, done: 0, said: Instant::now() };
        Lines(Mutex::new(told))
    }
}

impl<W: Write> LineMeter<W> {
    fn say(&mut self) {
        let count = |number: u64| match self.unit {
            Unit::Count => number.to_string(),
            Unit::Bytes => format!("{:.1} MB", number as f64 / 1e6),
        };
        let line = match (self.total, self.done) {
            (_, 0) => format!("{} …", self.stage),
            (0, done) => format!("{}: {}", self.stage, count(done)),
            (total, done) => format!("{}: {} of {}", self.stage, count(done), count(total)),
        };
        // A log that cannot be written stops no work.
        writeln!(self.out, "{line}").ok();
        self.said = Instant::now();
    }

    fn is_due(&self) -> bool {
        self.said.elapsed() >= PAUSE
    }
}

impl<W: Write + Send> Meter for Lines<W> {
    fn begin(&self, stage: &str, unit: Unit, total: u64) {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        (told.stage, told.unit, told.total, told.done) = (stage.to_owned(), unit, total, 0);
        // Work of a moment says nothing; what cannot be counted says that it began.
        if told.is_due() || total == 0 {
            told.say();
        }
    }

    fn advance(&self, done: u64) {
        let mut told = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        told.done += done;
        if told.is_due() {
            told.say();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Moves the time of the last line back, as if it had been said long ago.
    fn wait(lines: &Lines<Vec<u8>>) {
        let mut told = lines.0.lock().unwrap();
        told.said = Instant::now().checked_sub(2 * PAUSE).expect("a machine that runs for some seconds");
    }

    fn said(lines: &Lines<Vec<u8>>) -> String {
        String::from_utf8(lines.0.lock().unwrap().out.clone()).unwrap()
    }

    #[test]
    fn a_log_gets_a_line_in_some_seconds_and_not_one_for_each_step() {
        let lines = Lines::to(Vec::new());
        lines.begin("copying", Unit::Count, 3000);
        for _ in 0..2000 {
            lines.advance(1);
        }
        assert_eq!(said(&lines), "", "work of a moment");
        wait(&lines);
        lines.advance(1);
        lines.advance(1);
        assert_eq!(said(&lines), "copying: 2001 of 3000\n");
        lines.begin("short", Unit::Count, 1);
        lines.begin("sealing", Unit::Bytes, 0);
        wait(&lines);
        lines.advance(2_500_000);
        assert_eq!(said(&lines), "copying: 2001 of 3000\nsealing …\nsealing: 2.5 MB\n");
    }
}
