//! What organisations and neighbours do together.

use crate::api::description::Operations;

/// Adds the operations of this group.
pub(super) fn add(operations: Operations) -> Operations {
    operations
}
