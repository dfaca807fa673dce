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
    /// To the donor: the shop wants what was offered; the offer says when and where.
    OfferAccepted,
    /// To the donor: the shop cannot use it; the text is the reason's key and, below it, the shop's own words.
    OfferDeclined,
    /// To the donor: what was offered is in the shop; the subject is the receipt.
    OfferReceived,
    /// To the donor: some of what a receipt lists could not be used; the reason is in the text.
    GoodsUnfit,
    /// To the family: today is the day on which it wanted to collect its order.
    OrderReminder,
    /// To the family: nobody came for the order in time; goods and points were given back.
    OrderExpired,
    /// To the family: the shop cancelled the order; the reason is in the text.
    OrderCancelled,
    /// To the family: the order was handed over.
    OrderCollected,
    /// To shopkeepers: something on a shelf is past its date and was taken off it; the subject is the location.
    GoodsExpired,
    /// To shopkeepers: another location sent goods; the subject is the transfer.
    TransferSent,
    /// To shopkeepers: not everything they sent arrived; the subject is the transfer.
    TransferShort,
    /// To who counted: a count sheet was sent back; the subject is the sheet, the reason is in the text.
    TakeSentBack,
    /// To coordinators: a family objects to who looked at its file; the subject is the objection.
    ObjectionMade,
    /// To the family: its objection was answered; the subject is the objection.
    ObjectionAnswered,
    /// To the new area's caseworkers: they are asked to take a family over; the subject is the move.
    MoveAsked,
    /// To the old area: the family was taken over; the subject is the move.
    MoveAccepted,
    /// To the old area: the family was not taken over; the subject is the move.
    MoveDeclined,
    /// To the new area: the old one keeps the family after all; the subject is the move.
    MoveCalledBack,
    /// To the family: another area looks after it now; the title is the area's name.
    HouseholdMoved,
    /// To the family: two files of it became one; the title is the file's number.
    HouseholdMerged,
    /// To the family: staff wrote down a consent; the subject is the household.
    ConsentRecorded,
    /// To the family or its caseworkers, whoever did not do it: a consent was taken back; the subject is the household.
    ConsentWithdrawn,
    /// To the family or its caseworkers, whoever did not do it: that somebody was asked and does not agree was written
    /// down; the subject is the household.
    ConsentRefused,
    /// To a caseworker: a household was given to it to look after; the subject is the household, the title its number.
    FileAssigned,
    /// To a household's caseworker: the family says that something in its file is wrong; subject and title likewise.
    CorrectionAsked,
    /// To the family: what it said about its file was answered; the subject is the household.
    CorrectionAnswered,
}

crate::text_enum!(NoticeKind {
    WishPublished = "wish_published", WishRejected = "wish_rejected", WishExpired = "wish_expired",
    WishClaimed = "wish_claimed", WishArrived = "wish_arrived", WishHandedOver = "wish_handed_over",
    WishReopened = "wish_reopened", ClaimReminder = "claim_reminder", ClaimLapsed = "claim_lapsed",
    ClaimArrived = "claim_arrived", ClaimRefused = "claim_refused", ClaimRevoked = "claim_revoked",
    ClaimHandedOver = "claim_handed_over", ClaimConfirmed = "claim_confirmed", ThanksReceived = "thanks_received",
    OfferAccepted = "offer_accepted", OfferDeclined = "offer_declined", OfferReceived = "offer_received", GoodsUnfit = "goods_unfit",
    OrderReminder = "order_reminder", OrderExpired = "order_expired", OrderCancelled = "order_cancelled",
    OrderCollected = "order_collected",
    GoodsExpired = "goods_expired", TransferSent = "transfer_sent", TransferShort = "transfer_short", TakeSentBack = "take_sent_back",
    ObjectionMade = "objection_made", ObjectionAnswered = "objection_answered",
    MoveAsked = "move_asked", MoveAccepted = "move_accepted", MoveDeclined = "move_declined",
    MoveCalledBack = "move_called_back", HouseholdMoved = "household_moved", HouseholdMerged = "household_merged",
    ConsentRecorded = "consent_recorded", ConsentWithdrawn = "consent_withdrawn",
    ConsentRefused = "consent_refused",
    FileAssigned = "file_assigned", CorrectionAsked = "correction_asked", CorrectionAnswered = "correction_answered",
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
