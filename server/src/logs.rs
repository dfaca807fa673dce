//! Where log lines go, and which of them.

use std::{
    io::{self, Write},
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread,
    time::Duration,
};

use tracing_subscriber::{EnvFilter, filter::ParseError, fmt::MakeWriter};

/// Log levels per library that no setting exceeds.
/// Their logs hold URLs, and with them a card's secret, a name searched for, or the gateway's key.
const QUIET: [&str; 3] = ["tower_http::csrf=debug", "ureq=warn", "ureq_proto=warn"];
/// Lines that wait for a slow reader; further ones are lost.
const WAITING: usize = 4096;
/// Longest time in which the end of the process waits for its last lines.
const LAST: Duration = Duration::from_millis(500);

/// Parses a filter in the syntax of `RUST_LOG`, within the levels of `QUIET`.
///
/// # Errors
/// When the setting is not a valid filter.
pub fn filter(setting: &str) -> Result<EnvFilter, ParseError> {
    let mut filter = EnvFilter::try_new(setting)?;
    for directive in QUIET {
        filter = filter.add_directive(directive.parse()?);
    }
    Ok(filter)
}

/// Writes the process's log to standard error from now on; its last lines are written when the result is dropped.
///
/// # Errors
/// When no thread can be started.
pub fn start(filter: EnvFilter) -> io::Result<Lines> {
    let lines = Lines::to(io::stderr())?;
    // Without `log_internal_errors(false)` the subscriber panics when standard error cannot be written.
    tracing_subscriber::fmt().with_env_filter(filter).log_internal_errors(false).with_writer(lines.clone()).init();
    Ok(lines)
}

/// Writes lines on a thread of its own. A line that cannot be written, or that finds no room because the reader of the log
/// is stuck, is lost; what logged it goes on.
#[derive(Clone)]
pub struct Lines(SyncSender<Item>);

enum Item {
    Line(Vec<u8>),
    /// Asks to be told when all lines before it are written.
    Mark(SyncSender<()>),
}

impl Lines {
    /// Starts the thread that writes to `out`.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn to(out: impl Write + Send + 'static) -> io::Result<Lines> {
        let (sender, receiver) = sync_channel(WAITING);
        thread::Builder::new().name("log".into()).spawn(move || write_all(out, &receiver))?;
        Ok(Lines(sender))
    }

    /// Waits until the lines so far are written, but not for a reader that is stuck.
    pub fn finish(&self) {
        let (told, written) = sync_channel(1);
        if self.0.try_send(Item::Mark(told)).is_ok() {
            written.recv_timeout(LAST).ok();
        }
    }
}

fn write_all(mut out: impl Write, items: &Receiver<Item>) {
    for item in items {
        match item {
            Item::Line(line) => {
                out.write_all(&line).and_then(|()| out.flush()).ok();
            }
            Item::Mark(told) => {
                told.send(()).ok();
            }
        }
    }
}

impl Write for Lines {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.0.try_send(Item::Line(line.to_vec())).ok();
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Lines {
    type Writer = Lines;

    fn make_writer(&self) -> Lines {
        self.clone()
    }
}

/// Formats an error and its causes on one line.
#[must_use]
pub fn told(error: &dyn std::error::Error) -> String {
    let (mut told, mut cause) = (error.to_string(), error.source());
    while let Some(error) = cause {
        let words = error.to_string();
        if !told.ends_with(&words) {
            told = format!("{told}: {words}");
        }
        cause = error.source();
    }
    told
}

/// Prints a line for the person at the terminal; a closed one is no reason to end.
pub fn say(line: impl std::fmt::Display) {
    writeln!(io::stdout(), "{line}").ok();
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc, Mutex,
        mpsc::{Sender, channel},
    };

    use super::*;

    /// Fails on every line with an "x", waits for a signal on every line with a "w", and keeps the others.
    struct Out(Arc<Mutex<String>>, Receiver<()>);

    impl Write for Out {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let line = String::from_utf8_lossy(bytes);
            if line.contains('x') {
                return Err(io::ErrorKind::BrokenPipe.into());
            }
            if line.contains('w') {
                self.1.recv().ok();
            }
            self.0.lock().expect("text").push_str(&line);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn lines() -> (Lines, Arc<Mutex<String>>, Sender<()>) {
        let (text, (go, wait)) = (Arc::new(Mutex::default()), channel());
        (Lines::to(Out(Arc::clone(&text), wait)).expect("a thread"), text, go)
    }

    #[test]
    fn a_line_that_cannot_be_written_is_lost_and_the_next_one_is_not() {
        let (lines, text, _go) = lines();
        let log = tracing_subscriber::fmt()
            .log_internal_errors(false)
            .with_ansi(false)
            .without_time()
            .with_target(false)
            .with_writer(lines.clone())
            .finish();
        tracing::subscriber::with_default(log, || {
            tracing::info!("one");
            tracing::info!("x");
            tracing::info!("three");
        });
        lines.finish();
        assert_eq!(*text.lock().expect("text"), " INFO one\n INFO three\n");
    }

    #[test]
    fn a_reader_that_is_stuck_does_not_stop_the_server() {
        let (mut lines, text, go) = lines();
        for _ in 0..3 * WAITING {
            lines.write_all(b"w").expect("taken or lost");
        }
        assert_eq!(*text.lock().expect("text"), "");
        drop(go);
        lines.finish();
        assert!(text.lock().expect("text").len() <= WAITING + 1);
    }
}
