//! Whether the disk of the database is full, as writes that find no room tell.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use domain::Code;

use crate::{Error, db::sql::is_without_room};

/// Set by a write that found no room, cleared by the next one that is committed; clones share it.
#[derive(Clone, Debug, Default)]
pub(crate) struct DiskFull(Arc<AtomicBool>);

impl DiskFull {
    pub(crate) fn is_set(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }

    /// Notes why a statement failed; returns whether that is for want of room.
    pub(crate) fn heard(&self, cause: &sqlx::Error) -> bool {
        let is_full = is_without_room(cause);
        if is_full && !self.0.swap(true, Ordering::AcqRel) {
            tracing::error!("the disk of the database is full: writes are refused until there is room");
        }
        is_full
    }

    /// Returns the error for the caller of a write: a full disk is said as such, because only room helps.
    pub(crate) fn judged(&self, error: Error) -> Error {
        let is_full = matches!(&error, Error::Sql(cause) if self.heard(cause));
        if is_full { Code::DiskFull.into() } else { error }
    }

    /// Returns the error for the caller of a write that was lost with others.
    pub(crate) fn lost(&self, sentence: &str) -> Error {
        if self.is_set() { Code::DiskFull.into() } else { Error::Broken(sentence.to_owned()) }
    }

    /// Notes that something was written and committed.
    pub(crate) fn committed(&self) {
        if self.is_set() && self.0.swap(false, Ordering::AcqRel) {
            tracing::warn!("the disk of the database has room again");
        }
    }
}
