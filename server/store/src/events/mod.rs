//! The outbox: events that writes emit, kept in their transaction until every reader has handled them.
//! What readers do is above this folder; `ops/delivery.rs` runs them.

pub(crate) mod outbox;
