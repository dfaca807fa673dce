//! The list of events, each with its payload and stored name.

use super::{
    OfAccount, OfApplication, OfAppointment, OfCallBack, OfCase, OfClaim, OfCollection, OfConsent, OfCourse,
    OfCoursePlace, OfDispute, OfDrive, OfEntitlement, OfEntitlementRule, OfFinding, OfGoods, OfHousehold, OfIndicator,
    OfJob, OfJobCheck, OfLoan, OfLocation, OfMarketOffer, OfMeasure, OfNeed, OfObjection, OfOffer, OfOrder, OfPairing,
    OfPartnership, OfPledge, OfQuestion, OfReceipt, OfReferral, OfRelocation, OfReservation, OfReversal, OfRole,
    OfRound, OfSchoolPlace, OfShift, OfStandby, OfStockTake, OfTransfer, OfUrgent, OfVacancy, OfVisit, OfWish, OfWork,
    RecordKind, declare::events,
};

events! {
    /// Staff published a wish.
    WishPublished(OfWish) = "wish_published",
    /// Staff rejected a wish; `words` is the reason.
    WishRejected(OfWish) = "wish_rejected",
    /// A wish ended without a claim.
    WishExpired(OfWish) = "wish_expired",
    /// A draft was not sent yet.
    WishDraftWaiting(OfWish) = "wish_draft_waiting",
    /// A draft was never sent and has ended.
    WishDraftEnded(OfWish) = "wish_draft_ended",
    /// A donor promised units of a wish.
    ClaimTaken(OfClaim) = "claim_taken",
    /// The claimer took back that it had ended the claim.
    ClaimRestored(OfClaim) = "claim_restored",
    /// A shop set goods from its shelf aside for a wish.
    WishFilled(OfClaim) = "wish_filled",
    /// The deadline of a promise is near.
    ClaimDue(OfClaim) = "claim_due",
    /// A promise ended at its deadline.
    ClaimLapsed(OfClaim) = "claim_lapsed",
    /// The claimed goods should have arrived; the claimer is asked where they are.
    ClaimOverdue(OfClaim) = "claim_overdue",
    /// The claimer did not say where overdue goods are; the shop is asked.
    ClaimMissing(OfGoods) = "claim_missing",
    /// Overdue goods did not arrive, and the wish is open again.
    ClaimNotArrived(OfClaim) = "claim_not_arrived",
    /// The claimer ended the claim.
    ClaimCancelled(OfClaim) = "claim_cancelled",
    /// Staff ended the claim; `words` is the reason.
    ClaimRevoked(OfClaim) = "claim_revoked",
    /// The claim ended because its wish did.
    ClaimEndedWithWish(OfClaim) = "claim_ended_with_wish",
    /// The claimed goods are in the shop.
    ClaimArrived(OfClaim) = "claim_arrived",
    /// The claimed goods passed the shop's check and wait for the family.
    ClaimSetAside(OfClaim) = "claim_set_aside",
    /// The claimed goods still wait in the shop for the family.
    ClaimWaiting(OfClaim) = "claim_waiting",
    /// A claimed appliance still waits for the shop's check.
    ClaimUnchecked(OfGoods) = "claim_unchecked",
    /// The family did not collect the claimed goods; `claimer` is 0 for goods of the shop.
    ClaimUncollected(OfClaim) = "claim_uncollected",
    /// Units whose goods were not collected are open again.
    ClaimReopened(OfClaim) = "claim_reopened",
    /// The shop refused the claimed goods; `words` is the reason.
    ClaimRefused(OfClaim) = "claim_refused",
    /// The family got the goods.
    ClaimHandedOver(OfClaim) = "claim_handed_over",
    /// The hand-over was confirmed, by the family, by time or with the file.
    ClaimConfirmed(OfClaim) = "claim_confirmed",
    /// The hand-over was reversed; `claimer` is 0 when the goods wait for the family again.
    ClaimReversed(OfClaim) = "claim_reversed",
    /// Units of a wish are free, and the next in its line is asked for them.
    StandbyAsked(OfStandby) = "standby_asked",
    /// The donor may not claim now, and the next in the line is asked; it keeps its place.
    StandbyPassed(OfStandby) = "standby_passed",
    /// The donor who was asked did not answer in time.
    StandbyMissed(OfStandby) = "standby_missed",
    /// A place in the line ended, because its wish did or its donor belongs to another root area.
    StandbyEnded(OfStandby) = "standby_ended",
    /// No donor of the line brings the goods, and the shops with fitting stock have the turn.
    ShelvesAsked(OfStandby) = "shelves_asked",
    /// A wish is urgent from now on.
    UrgentMarked(OfUrgent) = "urgent_marked",
    /// A shop with fitting goods is asked for an urgent wish.
    UrgentShopAsked(OfUrgent) = "urgent_shop_asked",
    /// A person on duty is asked for an urgent wish.
    UrgentAsked(OfUrgent) = "urgent_asked",
    /// None of those who were asked brings an urgent wish: a coordinator is in charge.
    UrgentFell(OfUrgent) = "urgent_fell",
    /// The referral that follows the goods of a wish is open.
    FollowOnOpened(OfReferral) = "follow_on_opened",
    /// The first application for a wish waits for a decision of staff.
    ApplicationFiled(OfApplication) = "application_filed",
    /// Applications for a wish still wait, and its caseworkers are reminded.
    ApplicationWaiting(OfApplication) = "application_waiting",
    /// Applications for a wish are late, and its coordinators are told.
    ApplicationLate(OfApplication) = "application_late",
    /// The donor of an application hears that its decision is late.
    ApplicationUnanswered(OfApplication) = "application_unanswered",
    /// Staff chose an application, which is a claim now.
    ApplicationChosen(OfApplication) = "application_chosen",
    /// Another donor or a shop brings the goods.
    ApplicationPassed(OfApplication) = "application_passed",
    /// The goods of others did not come, and a passed application waits again.
    ApplicationReopened(OfApplication) = "application_reopened",
    /// Staff declined an application; `words` is the reason.
    ApplicationDeclined(OfApplication) = "application_declined",
    /// An application ended, because its wish did or its donor belongs to another root area.
    ApplicationEnded(OfApplication) = "application_ended",
    /// A turn of a standing need opened and was claimed for the donor who brings all of them.
    NeedClaimed(OfNeed) = "need_claimed",
    /// A turn of a standing need opened, and could not be claimed for the donor who brings all of them.
    NeedSkipped(OfNeed) = "need_skipped",
    /// A standing need ended, and with it the promise to bring every turn.
    NeedEnded(OfNeed) = "need_ended",
    /// Staff let a family's thanks through to the claimer.
    ThanksReleased(OfClaim) = "thanks_released",
    /// An order is to be collected today.
    OrderDue(OfOrder) = "order_due",
    /// An order was not collected in time.
    OrderExpired(OfOrder) = "order_expired",
    /// The shop cancelled an order; `words` is the reason.
    OrderCancelled(OfOrder) = "order_cancelled",
    /// An order was handed over.
    OrderCollected(OfOrder) = "order_collected",
    /// The hand-over of an order was reversed.
    OrderReversed(OfOrder) = "order_reversed",
    /// A unit of a shop went out on loan.
    LoanMade(OfLoan) = "loan_made",
    /// The day of return of a loan is in three days.
    LoanSoon(OfLoan) = "loan_soon",
    /// A loan is to be returned today.
    LoanDue(OfLoan) = "loan_due",
    /// The day of return has passed; family and shop are told.
    LoanOverdue(OfLoan) = "loan_overdue",
    /// A loan is a week late, or later; coordinators are told.
    LoanLate(OfLoan) = "loan_late",
    /// The family says that it never got what is on loan to it.
    LoanDenied(OfLoan) = "loan_denied",
    /// The family asks to keep a loan longer.
    LoanExtensionAsked(OfLoan) = "loan_extension_asked",
    /// A loan has a later day of return.
    LoanExtended(OfLoan) = "loan_extended",
    /// The day of return of a loan stays.
    LoanNotExtended(OfLoan) = "loan_not_extended",
    /// A loan is to end as lost or given, and waits for a second person.
    LoanEndAsked(OfLoan) = "loan_end_asked",
    /// A loan ended.
    LoanEnded(OfLoan) = "loan_ended",
    /// A shop accepted an offer; `words` says when and where.
    OfferAccepted(OfOffer) = "offer_accepted",
    /// A shop declined an offer; `words` is the reason's key, and the shop's words on the next line.
    OfferDeclined(OfOffer) = "offer_declined",
    /// The offered goods are in the shop.
    OfferReceived(OfOffer) = "offer_received",
    /// An offer waits for an answer of a shop.
    OfferWaiting(OfOffer) = "offer_waiting",
    /// The day of an accepted offer has passed.
    OfferMissed(OfOffer) = "offer_missed",
    /// Nothing came of an offer, which has ended.
    OfferLapsed(OfOffer) = "offer_lapsed",
    /// Some goods of a receipt were unfit; `words` is the reason.
    GoodsUnfit(OfReceipt) = "goods_unfit",
    /// Expired goods were taken off a shelf.
    GoodsExpired(OfLocation) = "goods_expired",
    /// A location sent goods to another.
    TransferSent(OfTransfer) = "transfer_sent",
    /// Goods arrived incomplete.
    TransferShort(OfTransfer) = "transfer_short",
    /// A transfer waits to be received or settled.
    TransferWaiting(OfTransfer) = "transfer_waiting",
    /// A count was sent back; `words` is the reason.
    StockTakeRejected(OfStockTake) = "stock_take_rejected",
    /// A count sheet waits to be finished or approved.
    StockTakeWaiting(OfStockTake) = "stock_take_waiting",
    /// A count sheet was left open and has ended.
    StockTakeLapsed(OfStockTake) = "stock_take_lapsed",
    /// A family objected to a reveal of its file.
    ObjectionFiled(OfObjection) = "objection_filed",
    /// An objection was answered.
    ObjectionAnswered(OfObjection) = "objection_answered",
    /// A family's relocation was requested.
    RelocationAsked(OfRelocation) = "relocation_asked",
    /// The new area took the family over.
    RelocationAccepted(OfRelocation) = "relocation_accepted",
    /// The new area declined.
    RelocationDeclined(OfRelocation) = "relocation_declined",
    /// The old area withdrew its request.
    RelocationRecalled(OfRelocation) = "relocation_recalled",
    /// A duplicate file was merged into this one.
    FilesMerged(OfHousehold) = "files_merged",
    /// A consent was recorded.
    ConsentRecorded(OfConsent) = "consent_recorded",
    /// A consent was withdrawn.
    ConsentWithdrawn(OfConsent) = "consent_withdrawn",
    /// A refusal was recorded.
    ConsentRefused(OfConsent) = "consent_refused",
    /// A file got another caseworker.
    FileAssigned(OfHousehold) = "file_assigned",
    /// A family asked for a correction of its file.
    CorrectionAsked(OfHousehold) = "correction_asked",
    /// A request for a correction was answered.
    CorrectionAnswered(OfHousehold) = "correction_answered",
    /// Staff made a sign-in card for a family.
    CardIssued(OfHousehold) = "card_issued",
    /// Staff made a set-up code for a family.
    SetupCodeIssued(OfHousehold) = "setup_code_issued",
    /// Staff removed a family's PIN.
    PinCleared(OfHousehold) = "pin_cleared",
    /// An administrator replaced the password of an account.
    PasswordReset(OfAccount) = "password_reset",
    /// An administrator changed the name or the phone of an account.
    ContactChanged(OfAccount) = "contact_changed",
    /// An administrator removed the second factor of an account.
    FactorRemoved(OfAccount) = "factor_removed",
    /// An account got a role.
    RoleGranted(OfRole) = "role_granted",
    /// An account lost a role.
    RoleRevoked(OfRole) = "role_revoked",
    /// Goods that were handed over are missing or broken, says the family or staff for it.
    DisputeOpened(OfDispute) = "dispute_opened",
    /// A dispute is due tomorrow.
    DisputeDue(OfDispute) = "dispute_due",
    /// A dispute is late and belongs to the next higher coordinators.
    DisputeLate(OfDispute) = "dispute_late",
    /// A dispute was decided.
    DisputeSettled(OfDispute) = "dispute_settled",
    /// A pairing was proposed; helper and family are asked.
    PairingProposed(OfPairing) = "pairing_proposed",
    /// A pairing was declined.
    PairingDeclined(OfPairing) = "pairing_declined",
    /// Helper and family agreed to a pairing.
    PairingStarted(OfPairing) = "pairing_started",
    /// A proposed pairing was not answered in time.
    PairingLapsed(OfPairing) = "pairing_lapsed",
    /// A pairing had no contact for 60 days.
    PairingSilent(OfPairing) = "pairing_silent",
    /// The year of a pairing ends in 30 days.
    PairingRenewal(OfPairing) = "pairing_renewal",
    /// A pairing ended.
    PairingEnded(OfPairing) = "pairing_ended",
    /// A family is asked on its page whether it wants something to which it may be entitled.
    EntitlementAsked(OfEntitlement) = "entitlement_asked",
    /// A family said whether it wants it.
    EntitlementAnswered(OfEntitlement) = "entitlement_answered",
    /// The office decided.
    EntitlementDecided(OfEntitlement) = "entitlement_decided",
    /// The last day to apply by a rule is near.
    EntitlementsClosing(OfEntitlementRule) = "entitlements_closing",
    /// What a rule found was not dealt with in time.
    EntitlementsLate(OfEntitlementRule) = "entitlements_late",
    /// A round was opened; its caseworkers have doors.
    RoundOpened(OfRound) = "round_opened",
    /// A caseworker got doors of a round.
    DoorsGiven(OfRound) = "doors_given",
    /// A round ends in three days, and doors are left.
    RoundDue(OfRound) = "round_due",
    /// A round has ended; doors that were not met are listed.
    RoundEnded(OfRound) = "round_ended",
    /// A shift was cancelled; all who signed up are told.
    ShiftCancelled(OfShift) = "shift_cancelled",
    /// A place of a shift became free for the first in its standby line.
    ShiftPlaceFree(OfShift) = "shift_place_free",
    /// A shift begins within a day.
    ShiftSoon(OfShift) = "shift_soon",
    /// Tasks of a shift were left over and are the caseworkers' again.
    ShiftTasksBack(OfShift) = "shift_tasks_back",
    /// Tasks that came back from a shift wait for a week.
    ShiftTasksLate(OfShift) = "shift_tasks_late",
    /// Staff booked an appointment for a household, or moved it.
    AppointmentBooked(OfAppointment) = "appointment_booked",
    /// An appointment was cancelled, by staff or with its time.
    AppointmentCancelled(OfAppointment) = "appointment_cancelled",
    /// An appointment is within a day.
    AppointmentSoon(OfAppointment) = "appointment_soon",
    /// A question waits for an answer.
    QuestionAsked(OfQuestion) = "question_asked",
    /// A question was answered.
    QuestionAnswered(OfQuestion) = "question_answered",
    /// A question is late and went up.
    QuestionLate(OfQuestion) = "question_late",
    /// A hand-over is to be reversed.
    ReversalAsked(OfReversal) = "reversal_asked",
    /// A reversal was approved or refused.
    ReversalDecided(OfReversal) = "reversal_decided",
    /// Staff follow a problem of a family from now on.
    CaseOpened(OfCase) = "case_opened",
    /// A case has another owner.
    CaseAssigned(OfCase) = "case_assigned",
    /// A step of a case is due tomorrow.
    CaseDue(OfCase) = "case_due",
    /// A case is late and went up.
    CaseLate(OfCase) = "case_late",
    /// The family said how its case stands.
    CaseFamilySaid(OfCase) = "case_family_said",
    /// A case was closed.
    CaseClosed(OfCase) = "case_closed",
    /// A closed case is open again, because the family says that it is not solved.
    CaseReopened(OfCase) = "case_reopened",
    /// Staff seek a school place for a child from now on.
    SchoolPlaceOpened(OfSchoolPlace) = "school_place_opened",
    /// A child's case has another owner.
    SchoolPlaceAssigned(OfSchoolPlace) = "school_place_assigned",
    /// The last day of a step comes near.
    SchoolStepDue(OfSchoolPlace) = "school_step_due",
    /// A child can be admitted earlier or later than was said before.
    SchoolDatesChanged(OfSchoolPlace) = "school_dates_changed",
    /// A family is to be asked again which months were paid.
    SchoolAskDue(OfSchoolPlace) = "school_ask_due",
    /// A child's case is late and went up.
    SchoolPlaceLate(OfSchoolPlace) = "school_place_late",
    /// A family took back that its months are kept.
    SchoolFactsStopped(OfSchoolPlace) = "school_facts_stopped",
    /// A child's case was closed.
    SchoolPlaceClosed(OfSchoolPlace) = "school_place_closed",
    /// A child's case is open again.
    SchoolPlaceReopened(OfSchoolPlace) = "school_place_reopened",
    /// A family is to be asked about a closed case.
    CallBackAsked(OfCallBack) = "call_back_asked",
    /// A family was not asked in time.
    CallBackLate(OfCallBack) = "call_back_late",
    /// A referral came to another state, which `words` names.
    ReferralChanged(OfReferral) = "referral_changed",
    /// A step of a referral is due soon.
    ReferralDue(OfReferral) = "referral_due",
    /// A step of a referral is due now.
    ReferralNow(OfReferral) = "referral_now",
    /// A referral is late and went up.
    ReferralLate(OfReferral) = "referral_late",
    /// An account does the work of another one that is on leave.
    DeputyNamed(OfWork) = "deputy_named",
    /// Household files and what is open in them went over to an account.
    WorkHandedOver(OfWork) = "work_handed_over",
    /// A family was not visited twice in a row; the next of the chain are told.
    VisitMissed(OfVisit) = "visit_missed",
    /// Staff registered a member of a family for a course, or put it into the waiting list.
    CourseJoined(OfCoursePlace) = "course_joined",
    /// A place of a course is offered to the first of the waiting list.
    CourseOffered(OfCoursePlace) = "course_offered",
    /// An offered place was not accepted in time.
    CoursePassed(OfCoursePlace) = "course_passed",
    /// Sessions of a course were added or dropped.
    CourseChanged(OfCoursePlace) = "course_changed",
    /// A course was cancelled.
    CourseCancelled(OfCoursePlace) = "course_cancelled",
    /// A certificate was made.
    CertificateMade(OfCoursePlace) = "certificate_made",
    /// A family offers something that it grows or makes; staff review it.
    MarketOffered(OfMarketOffer) = "market_offered",
    /// An offer waits for its review for two days.
    MarketWaiting(OfMarketOffer) = "market_waiting",
    /// An offer is shown.
    MarketShown(OfMarketOffer) = "market_shown",
    /// An offer is not shown.
    MarketRefused(OfMarketOffer) = "market_refused",
    /// Units of an offer were reserved.
    MarketReserved(OfMarketOffer) = "market_reserved",
    /// Reserved units were given back.
    MarketGivenBack(OfMarketOffer) = "market_given_back",
    /// The time of an offer has passed; its family says who fetched what.
    MarketDue(OfMarketOffer) = "market_due",
    /// An offer with a reservation was taken back.
    MarketWithdrawn(OfReservation) = "market_withdrawn",
    /// A course is below its minimum two days before it starts.
    CourseShort(OfCourse) = "course_short",
    /// A session has no attendance.
    CourseUnmarked(OfCourse) = "course_unmarked",
    /// A finding is old, or the family says that it is not solved; the next of the chain are told.
    FindingRaised(OfFinding) = "finding_raised",
    /// What a household got was recorded.
    AidRecorded(OfHousehold) = "aid_recorded",
    /// A grant was reversed.
    AidReversed(OfHousehold) = "aid_reversed",
    /// Several offices talked about a family, which agreed to it.
    ConferenceHeld(OfHousehold) = "conference_held",
    /// A task of a conference was given to an account.
    MeasureGiven(OfMeasure) = "measure_given",
    /// A task of a conference was not done in time.
    MeasureRaised(OfMeasure) = "measure_raised",
    /// Collected money was not handed over in time.
    CollectionRaised(OfCollection) = "collection_raised",
    /// A vacancy is hidden in three days, unless its employer confirms it.
    VacancyDue(OfVacancy) = "vacancy_due",
    /// A vacancy was not confirmed and is hidden.
    VacancyHidden(OfVacancy) = "vacancy_hidden",
    /// A job proposal came to another state, which `words` names.
    JobChanged(OfJob) = "job_changed",
    /// A person who was hired is to be asked: still there, paid?
    JobCheckDue(OfJobCheck) = "job_check_due",
    /// The last day of a drive has passed; its result is to be published.
    DriveEnded(OfDrive) = "drive_ended",
    /// An account answers for an indicator from now on.
    IndicatorGiven(OfIndicator) = "indicator_given",
    /// An indicator slips, or has no owner who works there; also to the next level after 14 days.
    IndicatorSlips(OfIndicator) = "indicator_slips",
    /// An indicator's figure of a quarter is frozen, and its owner is asked for a comment.
    IndicatorReportDue(OfIndicator) = "indicator_report_due",
    /// That comment is late.
    IndicatorReportLate(OfIndicator) = "indicator_report_late",
    /// A partnership was proposed; the other partner is asked.
    PartnershipProposed(OfPartnership) = "partnership_proposed",
    /// Both partners agreed to a partnership, or to its new end.
    PartnershipAgreed(OfPartnership) = "partnership_agreed",
    /// A partner wants a partnership to run longer.
    PartnershipRenewal(OfPartnership) = "partnership_renewal",
    /// A partnership ends in 30 days.
    PartnershipDue(OfPartnership) = "partnership_due",
    /// A partnership was declined, taken back, not answered in time, or has ended.
    PartnershipOver(OfPartnership) = "partnership_over",
    /// A pledge was drafted or changed; the other partner is asked to sign it.
    PledgeDrafted(OfPledge) = "pledge_drafted",
    /// Both partners have signed a pledge, which is public now.
    PledgeShown(OfPledge) = "pledge_shown",
    /// A pledge has run for another quarter.
    PledgeQuarter(OfPledge) = "pledge_quarter",
    /// A pledge is over and is to be rated; told again, and to those above, when it was not.
    PledgeRating(OfPledge) = "pledge_rating",
    /// A pledge was rated, declined, taken back, not signed in time, or never rated.
    PledgeOver(OfPledge) = "pledge_over",
}
