//! What a notice is about, and to whom it goes.

use serde::{Deserialize, Serialize};

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
    /// To the family: the goods still wait in the shop.
    WishWaiting,
    /// To the family: the goods were not collected and are on the shelf again; its caseworker asks what it needs.
    WishUncollected,
    /// To the family: a draft was not sent yet.
    WishDraftWaiting,
    /// To the family: a draft was never sent and has ended.
    WishDraftEnded,
    /// To the claimer: the deadline is near.
    ClaimReminder,
    /// To the claimer: the deadline passed, the wish is open again.
    ClaimLapsed,
    /// To the claimer: the goods should have arrived; asks where they are.
    ClaimOverdue,
    /// To shopkeepers: goods on the way are overdue; asks whether they came.
    ClaimMissing,
    /// To the claimer: the goods did not arrive, the wish is open again.
    ClaimNotArrived,
    /// To shopkeepers: a used appliance still waits for its check.
    ClaimUnchecked,
    /// To the claimer: the family did not collect the goods, which are on the shelf for others.
    ClaimShelved,
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
    /// To a standby: a claim ahead fell through; asks whether the donor brings the goods. The subject is the place.
    StandbyAsked,
    /// To a standby: it may not claim now, and the next is asked; it keeps its place, which is the subject.
    StandbyPassed,
    /// To a standby: the time to answer passed, and the next is asked; the subject is the place.
    StandbyMissed,
    /// To a standby: the wish does not need it any more; the subject is the place.
    StandbyEnded,
    /// To shopkeepers with fitting stock: no donor brings the goods; the subject is the turn of the shelves.
    ShelvesAsked,
    /// To the donor who brings every turn of a standing need: a turn opened, and was claimed for it.
    NeedClaimed,
    /// To that donor: a turn opened, but it may not claim now, so it is open to others.
    NeedSkipped,
    /// To that donor: the standing need ended.
    NeedEnded,
    /// To caseworkers: a donor applied for a costly wish; the subject is the application.
    ApplicationFiled,
    /// To caseworkers: applications still wait; the subject is the first of them.
    ApplicationWaiting,
    /// To coordinators: applications are late; the subject is the first of them.
    ApplicationLate,
    /// To the donor: the decision about its application is late; the subject is the application.
    ApplicationUnanswered,
    /// To the donor: its application was chosen and is a claim now.
    ApplicationChosen,
    /// To the donor: another one brings the goods; the subject is the application.
    ApplicationPassed,
    /// To the donor: the goods of others did not come, its application waits again; the subject is the application.
    ApplicationReopened,
    /// To the donor: staff declined its application; the subject is the application, `text` is the reason.
    ApplicationDeclined,
    /// To the donor: the wish ended; the subject is the application.
    ApplicationEnded,
    /// To the claimer: the family sent thanks.
    ThanksReceived,
    /// To the donor: the shop accepts the offer, which says when and where.
    OfferAccepted,
    /// To the donor: the shop declined the offer; `text` has the reason's key.
    ///
    /// The shop's own words follow on the next line.
    OfferDeclined,
    /// To shopkeepers: an offer waits for an answer; the subject is the offer.
    OfferWaiting,
    /// To the donor: the day of an accepted offer has passed; the subject is the offer.
    OfferMissed,
    /// To the donor: nothing came of an offer, which has ended; the subject is the offer.
    OfferLapsed,
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
    /// To shopkeepers: a transfer still waits to be received or settled; the subject is the transfer.
    TransferWaiting,
    /// To shopkeepers: a count sheet still waits to be finished or approved; the subject is the sheet.
    TakeWaiting,
    /// To shopkeepers: a count sheet was left open and has ended; the subject is the sheet.
    TakeLapsed,
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
    /// An administrator changed the name or the phone of the recipient.
    ContactChanged,
    /// To the account: an administrator removed its second factor.
    FactorRemoved,
    /// To the other accounts that assign or audit roles there: an account got a role; the subject is the account, the
    /// title its name.
    ///
    /// `text` has three lines: the role, the name of the area (empty for the installation), and the name of the account
    /// that did it.
    RoleGranted,
    /// As [`NoticeKind::RoleGranted`]: the account lost a role.
    RoleRevoked,
    /// To coordinators: a family did not receive goods, or received them broken; the subject is the dispute.
    DisputeOpened,
    /// To the family: staff recorded for it that it did not receive goods; the subject is the dispute.
    DisputeRecorded,
    /// To the coordinator in charge: a dispute is due tomorrow; the subject is the dispute.
    DisputeReminder,
    /// To the next higher coordinators: a dispute is late; the subject is the dispute.
    DisputeLate,
    /// To the family: its dispute was decided; the subject is the dispute.
    DisputeSettled,
    /// To helper and family: a pairing was proposed; the subject is the pairing.
    PairingProposed,
    /// To helper and family: the other side does not want the pairing.
    PairingDeclined,
    /// To helper and family: both agreed to the pairing.
    PairingStarted,
    /// To helper and family: the proposal was not answered in time.
    PairingLapsed,
    /// To coordinators: a pairing had no contact for 60 days; the subject is the pairing.
    PairingSilent,
    /// To helper and family: asks whether they go on for another year; the subject is the pairing.
    PairingRenewal,
    /// To helper and family: the pairing ended.
    PairingEnded,
    /// To caseworkers: a round was opened, and doors are theirs; the subject is the round.
    RoundOpened,
    /// To a caseworker: it got doors of a round; the subject is the round.
    DoorsGiven,
    /// To coordinators and caseworkers: a round ends in three days, and doors are left; the subject is the round.
    RoundDue,
    /// To coordinators: a round has ended; the subject is the round.
    RoundEnded,
    /// To coordinators: a hand-over is to be reversed; the subject is the reversal.
    ReversalAsked,
    /// To the account that asked: the reversal was approved or refused; the subject is the reversal.
    ReversalDecided,
    /// To the family: a hand-over was reversed; the subject is the order, or 0 for a claim.
    HandOverReversed,
    /// To the claimer: the goods came back from the family, and the wish is open again.
    ClaimReturned,
    /// To the family: staff follow its problem; the subject is the case, the title the key of its kind.
    CaseOpened,
    /// To a caseworker: it owns the case; as above.
    CaseAssigned,
    /// To the owner: a step of the case is due tomorrow; as above.
    CaseDue,
    /// To the next level and the owner: the case is late; as above.
    CaseLate,
    /// To the owner: the family said how its case stands; as above.
    CaseFamilySaid,
    /// To the family: its case was closed; as above.
    CaseClosed,
    /// To the family and the owner: the case is open again; as above.
    CaseReopened,
    /// To the account that is to ask: a call-back; the subject is the call-back, the title the key of the kind.
    CallBackAsked,
    /// To coordinators: a call-back is late; as above.
    CallBackLate,
    /// To sender, office or family: the referral came to another state, which the text names; the subject is the
    /// referral, the title the name of the service.
    ReferralChanged,
    /// To the sender and the office: a step is due soon; as above, without a text.
    ReferralDue,
    /// To the sender and the office: a step is due now; as above, without a text.
    ReferralNow,
    /// To the next level and the sender: the referral is late; as above, without a text.
    ReferralLate,
    /// To a deputy: it does the work of another account; the title is that account's name.
    DeputyNamed,
    /// To a caseworker: it got files of another account; the title is that account's name, the subject the
    /// number of files.
    WorkHandedOver,
    /// To the next of the chain: a family was not visited twice in a row; the subject is the visit, the title the
    /// household's number.
    VisitMissed,
    /// To the next of the chain: a finding is old or not solved; the subject is the finding, the title the household's
    /// number.
    FindingRaised,
    /// To the family: what it got was recorded.
    AidRecorded,
    /// To the family: what was recorded was reversed.
    AidReversed,
    /// To the owner and the next of the chain: collected money was not handed over in time; the subject is the
    /// collection, the title the household's number.
    CollectionRaised,
}
