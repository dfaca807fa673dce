//! What people are told when something happened to what is theirs. A notice is written in the same
//! transaction as its cause; its words are made in the reader's language when it is read.

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// To the family: staff published the wish.
    WishPublished,
    /// To the family: staff rejected it; the reason is in the text.
    WishRejected,
    /// To the family: nobody claimed it in time.
    WishExpired,
    /// To the family: somebody claimed it.
    WishClaimed,
    /// To the family: the goods are in the shop, come with your code.
    WishArrived,
    /// To the family: please say that you have it.
    WishHandedOver,
    /// To the family: a claim fell through, the wish is open again.
    WishReopened,
    /// To the claimer: the deadline is near.
    ClaimReminder,
    /// To the claimer: the deadline passed, the wish is open again.
    ClaimLapsed,
    /// To the claimer: the shop has the goods.
    ClaimArrived,
    /// To the claimer: the shop could not take the goods; the reason is in the text.
    ClaimRefused,
    /// To the claimer: staff took the claim back; the reason is in the text.
    ClaimRevoked,
    /// To the claimer: the family has it.
    ClaimHandedOver,
    /// To the claimer: the family confirmed.
    ClaimConfirmed,
    /// To the claimer: the family says thank you.
    ThanksReceived,
}

crate::text_enum!(NoticeKind {
    WishPublished = "wish_published", WishRejected = "wish_rejected", WishExpired = "wish_expired",
    WishClaimed = "wish_claimed", WishArrived = "wish_arrived", WishHandedOver = "wish_handed_over",
    WishReopened = "wish_reopened", ClaimReminder = "claim_reminder", ClaimLapsed = "claim_lapsed",
    ClaimArrived = "claim_arrived", ClaimRefused = "claim_refused", ClaimRevoked = "claim_revoked",
    ClaimHandedOver = "claim_handed_over", ClaimConfirmed = "claim_confirmed", ThanksReceived = "thanks_received",
});

/// One notice as its reader gets it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Notice {
    /// Its number.
    pub id: i64,
    /// What it is about.
    pub kind: NoticeKind,
    /// The wish it is about, or 0.
    pub wish: i64,
    /// The claim it is about, or 0.
    pub claim: i64,
    /// Anything else it is about (an offer, an order), or 0; its kind says which.
    pub subject: i64,
    /// The wish's title, in Chinese, as stored.
    pub title: String,
    /// A reason somebody gave, or empty.
    pub text: String,
    /// When.
    pub created: Timestamp,
    /// Whether the reader has seen it.
    pub read: bool,
}
