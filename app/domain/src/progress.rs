//! How far long work is, for commands that show it. The server passes [`Progress::none`], which costs a comparison.

use std::{fmt, sync::Arc};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Things of any kind, such as rows.
    Count,
    /// Bytes.
    Bytes,
}

/// Shows how far long work is.
pub trait Meter: Send + Sync {
    /// A stage begins; its `total` is 0 where it is not known.
    fn begin(&self, stage: &str, unit: Unit, total: u64);

    /// So many more are done of the stage.
    fn advance(&self, done: u64);
}

/// Handle that long work tells how far it is; clones tell the same meter.
#[derive(Clone, Default)]
pub struct Progress(Option<Arc<dyn Meter>>);

impl Progress {
    /// Tells no meter.
    #[must_use]
    pub const fn none() -> Progress {
        Progress(None)
    }

    /// Tells a meter.
    #[must_use]
    pub fn to(meter: Arc<dyn Meter>) -> Progress {
        Progress(Some(meter))
    }

    /// A stage begins; its `total` is 0 where it is not known.
    pub fn begin(&self, stage: &str, unit: Unit, total: u64) {
        if let Some(meter) = &self.0 {
            meter.begin(stage, unit, total);
        }
    }

    /// So many more are done of the stage.
    pub fn advance(&self, done: u64) {
        if let Some(meter) = &self.0 {
            meter.advance(done);
        }
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Progress(told)" } else { "Progress(none)" })
    }
}
