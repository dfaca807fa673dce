//! Changes of public wishes, numbered in the order of their commits, for clients that follow them.

use serde::{Deserialize, Serialize};

use crate::{Timestamp, areas::AreaId, wishes::WishId};

/// Changes that one answer holds at most.
pub const MOST: i64 = 200;

/// What changed of a public wish.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = WishChangeKind))]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// It is in the feed from now on, or again.
    Published,
    /// Units of it were claimed.
    Claimed,
    /// Units of it are free again.
    Freed,
    /// The family has all of it.
    Fulfilled,
    /// It is not public any more: withdrawn, or its time is over.
    Ended,
}

crate::text_enum!(ChangeKind {
    Published = "published", Claimed = "claimed", Freed = "freed", Fulfilled = "fulfilled", Ended = "ended",
});

/// A change of a public wish. It says nothing of the wish itself, which readers look up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WishChange {
    /// Its number: greater than that of each change that was committed before.
    pub n: i64,
    /// The wish.
    pub wish: WishId,
    /// Root area of the wish.
    pub root: AreaId,
    /// What changed.
    pub kind: ChangeKind,
    /// When, to within seconds.
    pub at: Timestamp,
}

/// Changes after a number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct WishChanges {
    /// The changes, oldest first.
    pub items: Vec<WishChange>,
    /// Number to ask with next; the same as before while nothing changed.
    pub next: i64,
    /// Number of the newest change.
    pub latest: i64,
    /// Whether changes after the number that was asked with are not kept any more: read the feed of wishes anew.
    pub gap: bool,
}
