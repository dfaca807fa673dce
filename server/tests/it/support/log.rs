//! The log lines that a request leaves.

use std::{
    io::{self, Write},
    sync::{Arc, Mutex},
};

use tracing::instrument::WithSubscriber;
use tracing_subscriber::fmt::MakeWriter;

/// Log that keeps its text.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("text").push_str(&String::from_utf8_lossy(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Log;

    fn make_writer(&self) -> Log {
        self.clone()
    }
}

/// Awaits a future; returns its output and the lines that our crates log meanwhile, in its task, from this level on.
pub async fn during<F: Future>(level: &str, future: F) -> (F::Output, Vec<String>) {
    let log = Log::default();
    let setting = ["server", "store", "app", "domain"].map(|name| format!("{name}={level}")).join(",");
    let filter = server::logs::filter(&setting).expect("a filter");
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(log.clone()).finish();
    let output = future.with_subscriber(lines).await;
    let text = log.0.lock().expect("text").clone();
    (output, text.lines().map(str::to_owned).collect())
}
