//! Operations of the API by group, with their paths below [`PREFIX`](super::PREFIX).

mod accounts;
mod casework;
mod community;
mod households;
mod stock;
mod wishes;

use super::description::Operations;

/// Returns the operations of all groups.
pub(super) fn paths() -> Operations {
    [accounts::add, casework::add, community::add, households::add, stock::add, wishes::add]
        .into_iter()
        .fold(Operations::default(), |operations, add| add(operations))
}
