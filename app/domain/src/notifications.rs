//! Notices to accounts about events that concern them.
//! A notice is made of an event (`crate::events`) and phrased in the reader's language when it is read.

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// Kind of a notice, with its recipient and subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// To the family: staff published the wish.
    WishPublished,
    /// To the family: staff rejected the wish; `text` is the reason.
    WishRejected,
    /// To the family: the wish was not claimed in time.
    WishExpired,
    /// To the family: the wish was claimed.
    WishClaimed,
    /// To the family: the goods are in the shop, to be collected with the code.
    WishArrived,
    /// To the family: asks to confirm the hand-over.
    WishHandedOver,
    /// To the family: a claim ended early, the wish is open again.
    WishReopened,
    /// To the claimer: the deadline is near.
    ClaimReminder,
    /// To the claimer: the deadline passed, the wish is open again.
    ClaimLapsed,
    /// To the claimer: the shop has the goods.
    ClaimArrived,
    /// To the claimer: the shop rejected the goods; `text` is the reason.
    ClaimRefused,
    /// To the claimer: staff revoked the claim; `text` is the reason.
    ClaimRevoked,
    /// To the claimer: the goods were handed to the family.
    ClaimHandedOver,
    /// To the claimer: the family confirmed.
    ClaimConfirmed,
    /// To the claimer: the family sent thanks.
    ThanksReceived,
    /// To the donor: the shop accepts the offer, which says when and where.
    OfferAccepted,
    /// To the donor: the shop declined the offer; `text` has the reason's key.
    ///
    /// The shop's own words follow on the next line.
    OfferDeclined,
    /// To the donor: the offered goods are in the shop; the subject is the receipt.
    OfferReceived,
    /// To the donor: some goods of a receipt were unfit; `text` is the reason.
    GoodsUnfit,
    /// To the family: its order is due for pick-up today.
    OrderReminder,
    /// To the family: the order was not collected in time; goods and points were given back.
    OrderExpired,
    /// To the family: the shop cancelled the order; `text` is the reason.
    OrderCancelled,
    /// To the family: the order was handed over.
    OrderCollected,
    /// To shopkeepers: expired goods were taken off the shelf; the subject is the location.
    GoodsExpired,
    /// To shopkeepers: another location sent goods; the subject is the transfer.
    TransferSent,
    /// To shopkeepers: goods they sent arrived incomplete; the subject is the transfer.
    TransferShort,
    /// To the counter: a count sheet was sent back; the subject is the sheet, `text` is the reason.
    TakeSentBack,
    /// To coordinators: a family objects to reveals of its file; the subject is the objection.
    ObjectionMade,
    /// To the family: its objection was answered; the subject is the objection.
    ObjectionAnswered,
    /// To the new area's caseworkers: a relocation was requested; the subject is the relocation.
    MoveAsked,
    /// To the old area: the relocation was accepted; the subject is the relocation.
    MoveAccepted,
    /// To the old area: the relocation was declined; the subject is the relocation.
    MoveDeclined,
    /// To the new area: the relocation was withdrawn; the subject is the relocation.
    MoveCalledBack,
    /// To the family: it was relocated to another area; the title is the area's name.
    HouseholdMoved,
    /// To the family: a duplicate of its file was merged; the title is the remaining file's id.
    HouseholdMerged,
    /// To the family: staff recorded a consent; the subject is the household.
    ConsentRecorded,
    /// To the other side, family or caseworkers: a consent was withdrawn; the subject is the household.
    ConsentWithdrawn,
    /// To the other side, family or caseworkers: a refusal was recorded; the subject is the household.
    ConsentRefused,
    /// To a caseworker: a household was assigned; the subject is the household, the title its id.
    FileAssigned,
    /// To a caseworker: the family asks for a correction; subject and title are the household, as above.
    CorrectionAsked,
    /// To the family: its correction request was answered; the subject is the household.
    CorrectionAnswered,
    /// To the family: staff made a sign-in card for it.
    CardIssued,
    /// To the family: staff made a code for it to set a password.
    SetupCodeIssued,
    /// To the family: staff removed its PIN.
    PinCleared,
    /// To the account: an administrator replaced its password by a set-up code.
    PasswordReset,
    /// To the other accounts that assign or audit roles there: an account got a role; the subject is the account, the
    /// title its name.
    ///
    /// `text` has three lines: the role, the name of the area (empty for the installation), and the name of the account
    /// that did it.
    RoleGranted,
    /// As [`NoticeKind::RoleGranted`]: the account lost a role.
    RoleRevoked,
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
    CardIssued = "card_issued", SetupCodeIssued = "setup_code_issued", PinCleared = "pin_cleared",
    PasswordReset = "password_reset",
    RoleGranted = "role_granted", RoleRevoked = "role_revoked",
});

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
