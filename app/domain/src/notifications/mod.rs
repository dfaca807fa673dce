//! Notices to accounts about events that concern them.
//! A notice is made of an event (`crate::events`) and phrased in the reader's language when it is read.

mod kinds;

use serde::Serialize;

pub use kinds::NoticeKind;

use crate::Timestamp;

/// A notice as its reader gets it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Notice {
    /// Row id.
    pub id: i64,
    /// What it is about.
    pub kind: NoticeKind,
    /// Wish it is about, or 0.
    pub wish: i64,
    /// Claim it is about, or 0.
    pub claim: i64,
    /// Any other subject (an offer, an order), or 0; `kind` says which.
    pub subject: i64,
    /// Chinese title of the wish as stored, or the title its kind describes.
    pub title: String,
    /// Reason, or empty.
    pub text: String,
    /// When it was written.
    pub created: Timestamp,
    /// Whether the reader has seen it.
    pub read: bool,
}
