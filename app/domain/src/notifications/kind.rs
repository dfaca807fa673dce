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
    /// To the family: its wish is urgent, and those on duty are asked.
    UrgentMarked,
    /// To shopkeepers: an urgent wish could be filled from the shelf; the subject is the ask.
    UrgentShopAsked,
    /// To a person on duty: it is asked for an urgent wish; the subject is the ask.
    UrgentAsked,
    /// To a coordinator: none of those on duty brings an urgent wish.
    UrgentFell,
    /// To the caseworker: the referral that follows the goods is open; the subject is the referral, the title the name
    /// of the service.
    FollowOnOpened,
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
    /// To the family: something is on loan to it; the subject is the loan, as in all of these.
    LoanMade,
    /// To the family: it brings the loan back in three days.
    LoanSoon,
    /// To the family: it brings the loan back today.
    LoanDue,
    /// To the family: the day of return has passed.
    LoanOverdue,
    /// To the shop: a loan is not back.
    LoanNotBack,
    /// To coordinators: a loan is late.
    LoanLate,
    /// To coordinators: the family says that it never got the loan.
    LoanDenied,
    /// To the shop: the family asks to keep the loan longer.
    LoanExtensionAsked,
    /// To the family: the loan has a later day of return.
    LoanExtended,
    /// To the family: the day of return stays.
    LoanNotExtended,
    /// To shop and coordinators: an end of a loan waits for a second person.
    LoanEndAsked,
    /// To the family: the loan ended.
    LoanEnded,
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
    /// To the family: staff registered it for a course; the subject is the course, the title its title.
    CourseJoined,
    /// To the family: a place became free, to be accepted within hours; as above.
    CourseOffered,
    /// To the family: its offered place went to the next; as above.
    CoursePassed,
    /// To the family: sessions of its course were added or dropped; as above.
    CourseChanged,
    /// To the family: its course was cancelled; as above.
    CourseCancelled,
    /// To the family: its certificate is there; as above.
    CertificateMade,
    /// To caseworkers: a family offers something that waits for a review; the subject is the offer, the title what it is.
    MarketOffered,
    /// To coordinators: an offer waits for its review for two days; as above.
    MarketWaiting,
    /// To the family: its offer is shown; as above.
    MarketShown,
    /// To the family: its offer is not shown; as above.
    MarketRefused,
    /// To the family: units were reserved; as above.
    MarketReserved,
    /// To the family: reserved units were given back; as above.
    MarketGivenBack,
    /// To the family: its time has passed, who fetched what; as above.
    MarketDue,
    /// To the account that reserved: the offer was taken back; the subject is the reservation.
    MarketWithdrawn,
    /// To the organiser: fewer than the minimum are registered; the subject is the course, the title its title.
    CourseShort,
    /// To the organiser: a session has no attendance; as above.
    CourseUnmarked,
    /// To the family: asks whether it wants something to which it may be entitled; the subject is the entitlement.
    EntitlementAsked,
    /// To the caseworker: the family said whether it wants it; as above.
    EntitlementAnswered,
    /// To the family: the office decided; as above.
    EntitlementDecided,
    /// To caseworkers: the last day to apply is near; the subject is the rule, the title its name.
    EntitlementsClosing,
    /// To coordinators: what a rule found was not dealt with in time; as above.
    EntitlementsLate,
    /// To caseworkers: a round was opened, and doors are theirs; the subject is the round.
    RoundOpened,
    /// To a caseworker: it got doors of a round; the subject is the round.
    DoorsGiven,
    /// To coordinators and caseworkers: a round ends in three days, and doors are left; the subject is the round.
    RoundDue,
    /// To coordinators: a round has ended; the subject is the round.
    RoundEnded,
    /// To all who signed up: a shift was cancelled; the subject is the shift, the title its name.
    ShiftCancelled,
    /// To the first in a standby line: a place became free and is its own; as above.
    ShiftPlaceFree,
    /// To those on a shift: it begins within a day; as above.
    ShiftSoon,
    /// To caseworkers: tasks were left over; as above.
    ShiftTasksBack,
    /// To coordinators: tasks that came back wait for a week; as above.
    ShiftTasksLate,
    /// To the family: staff booked or moved an appointment for it; the subject is the appointment, the title the service.
    AppointmentBooked,
    /// To the family: its appointment was cancelled; as above.
    AppointmentCancelled,
    /// To the family: its appointment is within a day; as above.
    AppointmentSoon,
    /// To the account that answers: a question; the subject is the question.
    QuestionAsked,
    /// To the asker: its question was answered; as above.
    QuestionAnswered,
    /// To the next level: a question is late; as above.
    QuestionLate,
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
    /// To the family: staff seek a school place for its child; the subject is the case.
    SchoolPlaceOpened,
    /// To a caseworker: it owns the case of a child; as above.
    SchoolPlaceAssigned,
    /// To owner and family: the last day of a step comes near; the title is the key of the step and the day.
    SchoolStepDue,
    /// To owner and family: the first day changed; the title is the key of the standing and the day.
    SchoolDatesChanged,
    /// To the owner: the family is to be asked again; the subject is the case.
    SchoolAskDue,
    /// To the next level and the owner: the case of a child is late; as above.
    SchoolPlaceLate,
    /// To the owner: the family took back that its months are kept; as above.
    SchoolFactsStopped,
    /// To the family: the case of its child was closed; the title is the key of the outcome.
    SchoolPlaceClosed,
    /// To owner and family: the case of a child is open again; the subject is the case.
    SchoolPlaceReopened,
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
    /// To the family: several offices talked about it, as it agreed.
    ConferenceHeld,
    /// To an account: it has a task of a conference; the subject is the conference, the title the household's number.
    MeasureGiven,
    /// To the owner and the next of the chain: a task of a conference is late; as above.
    MeasureRaised,
    /// To the family: what it got was recorded.
    AidRecorded,
    /// To the family: what was recorded was reversed.
    AidReversed,
    /// To the owner and the next of the chain: collected money was not handed over in time; the subject is the
    /// collection, the title the household's number.
    CollectionRaised,
    /// To the employer: a vacancy is hidden in three days unless it is confirmed; the subject is the vacancy.
    VacancyDue,
    /// To the employer: a vacancy was not confirmed and is hidden; the subject is the vacancy.
    VacancyHidden,
    /// To family, caseworker or employer: a job proposal came to a state, which the text names; the subject is the
    /// proposal, the title what the work is called.
    JobChanged,
    /// To family and caseworker: still there, paid? The subject is the question, the title what the work is called.
    JobCheckDue,
    /// To the coordinator: a drive has ended, and its result is to be published; the subject is the drive.
    DriveEnded,
    /// To an account that answers for an indicator from now on; the subject is the indicator.
    IndicatorGiven,
    /// To the owner, and to the next level: an indicator slips; the subject is the indicator.
    IndicatorSlips,
    /// To the owner: a quarter is to be commented on; the subject is the indicator.
    IndicatorReportDue,
    /// To the owner, and to the next level: that comment is late; the subject is the indicator.
    IndicatorReportLate,
    /// To the other partner: a partnership was proposed; the subject is the partnership, the title names both partners.
    PartnershipProposed,
    /// To both partners: both agreed, or to a new end; as above.
    PartnershipAgreed,
    /// To the other partner: asks whether it runs longer; as above.
    PartnershipRenewal,
    /// To both partners: it ends in 30 days; as above.
    PartnershipDue,
    /// To both partners: it is over; as above.
    PartnershipOver,
    /// To the other partner: a pledge is to be signed; the subject is the pledge, the title names both partners.
    PledgeDrafted,
    /// To both partners: both signed, and it is public; as above.
    PledgeShown,
    /// To both partners: another quarter of it has passed; as above.
    PledgeQuarter,
    /// To both partners, later to those above: it is to be rated; as above.
    PledgeRating,
    /// To both partners: it was rated, or nothing came of it; as above.
    PledgeOver,
}
