//! Which accounts an event concerns, and the notice that each of them gets: one table over all events.

mod contents;

use super::{Audience, Event, Side};
use crate::{accounts::AccountId, households::HouseholdId, notifications::NoticeKind};

/// Notice of an event, for one side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewNotice {
    /// Kind of notice.
    pub kind: NoticeKind,
    /// Wish, or 0.
    pub wish: i64,
    /// Claim, or 0.
    pub claim: i64,
    /// Other subject (an offer, an order), or 0; `kind` says which.
    pub subject: i64,
    /// Title as its kind describes it, or empty.
    pub title: String,
    /// Reason, or empty.
    pub text: String,
}

impl NewNotice {
    fn about(kind: NoticeKind, subject: i64, title: impl Into<String>, text: &str) -> Self {
        NewNotice { kind, wish: 0, claim: 0, subject, title: title.into(), text: text.to_owned() }
    }
}

/// One side that gets an event, with its accounts and its notice.
struct Address<'a> {
    side: Side,
    audience: Audience<'a>,
    notice: NewNotice,
}

/// All sides that get an event.
struct Mailing<'a> {
    first: Address<'a>,
    second: Option<Address<'a>>,
}

impl Mailing<'_> {
    /// Adds the family, which is told besides another side.
    fn and_family(self, household: HouseholdId, notice: NewNotice) -> Self {
        Mailing { second: Some(family(household, notice).first), ..self }
    }
}

fn mailing(side: Side, audience: Audience<'_>, notice: NewNotice) -> Mailing<'_> {
    Mailing { first: Address { side, audience, notice }, second: None }
}

fn family(household: HouseholdId, notice: NewNotice) -> Mailing<'static> {
    mailing(Side::Family, Audience::Household(household), notice)
}

fn claimer(account: AccountId, notice: NewNotice) -> Mailing<'static> {
    mailing(Side::Claimer, Audience::Account(account), notice)
}

fn donor(account: AccountId, notice: NewNotice) -> Mailing<'static> {
    mailing(Side::Donor, Audience::Account(account), notice)
}

fn holder(account: AccountId, notice: NewNotice) -> Mailing<'static> {
    mailing(Side::Holder, Audience::Account(account), notice)
}

fn staff(accounts: &[AccountId], notice: NewNotice) -> Mailing<'_> {
    mailing(Side::Staff, Audience::Staff(accounts), notice)
}

impl Event {
    /// Lists who gets the event, each side once.
    #[must_use]
    pub fn audiences(&self) -> Vec<(Side, Audience<'_>)> {
        let Mailing { first, second } = self.mailing();
        [Some(first), second].into_iter().flatten().map(|address| (address.side, address.audience)).collect()
    }

    /// Returns the notice for a side of [`Event::audiences`].
    #[must_use]
    pub fn notice(&self, side: Side) -> NewNotice {
        let Mailing { first, second } = self.mailing();
        match second {
            Some(second) if second.side == side => second.notice,
            _ => first.notice,
        }
    }

    /// The table: a line for each event, with the sides that get it and the kinds of their notices.
    fn mailing(&self) -> Mailing<'_> {
        match self {
            Self::WishPublished(of) => family(of.household, of.notice(NoticeKind::WishPublished)),
            Self::WishRejected(of) => family(of.household, of.notice(NoticeKind::WishRejected)),
            Self::WishBack(of) => family(of.household, of.notice(NoticeKind::WishBack)),
            Self::WishExpired(of) => family(of.household, of.notice(NoticeKind::WishExpired)),
            Self::WishDraftWaiting(of) => family(of.household, of.notice(NoticeKind::WishDraftWaiting)),
            Self::WishDraftEnded(of) => family(of.household, of.notice(NoticeKind::WishDraftEnded)),
            Self::WishReviewLate(of) => staff(&of.staff, of.notice(NoticeKind::WishReviewLate)),
            Self::WishReviewWaits(of) => family(of.household, of.notice(NoticeKind::WishReviewWaits)),
            Self::ClaimTaken(of) | Self::ClaimRestored(of) => family(of.household, of.notice(NoticeKind::WishClaimed)),
            Self::WishFilled(of) | Self::ClaimSetAside(of) => family(of.household, of.notice(NoticeKind::WishArrived)),
            Self::ClaimWaiting(of) => family(of.household, of.notice(NoticeKind::WishWaiting)),
            Self::ClaimReopened(of) | Self::ClaimCancelled(of) => {
                family(of.household, of.notice(NoticeKind::WishReopened))
            }
            Self::ClaimDue(of) => of.to_claimer(NoticeKind::ClaimReminder),
            Self::ClaimOverdue(of) => of.to_claimer(NoticeKind::ClaimOverdue),
            Self::ClaimArrived(of) => of.to_claimer(NoticeKind::ClaimArrived),
            Self::ClaimConfirmed(of) => of.to_claimer(NoticeKind::ClaimConfirmed),
            Self::ClaimEndedWithWish(of) => of.to_claimer(NoticeKind::ClaimRevoked),
            Self::ThanksReleased(of) => of.to_claimer(NoticeKind::ThanksReceived),
            Self::ClaimLapsed(of) => of.to_both(NoticeKind::ClaimLapsed, NoticeKind::WishReopened),
            Self::ClaimNotArrived(of) => of.to_both(NoticeKind::ClaimNotArrived, NoticeKind::WishReopened),
            Self::ClaimUncollected(of) => of.to_both(NoticeKind::ClaimShelved, NoticeKind::WishUncollected),
            Self::ClaimReversed(of) => of.to_both(NoticeKind::ClaimReturned, NoticeKind::HandOverReversed),
            Self::ClaimReturned(of) => of.to_claimer(NoticeKind::ClaimReturned),
            Self::ClaimRevoked(of) => of.to_both(NoticeKind::ClaimRevoked, NoticeKind::WishReopened),
            Self::ClaimRefused(of) => of.to_both(NoticeKind::ClaimRefused, NoticeKind::WishReopened),
            Self::ClaimHandedOver(of) => of.to_both(NoticeKind::ClaimHandedOver, NoticeKind::WishHandedOver),
            Self::ClaimMissing(of) => staff(&of.staff, of.notice(NoticeKind::ClaimMissing)),
            Self::ClaimUnchecked(of) => staff(&of.staff, of.notice(NoticeKind::ClaimUnchecked)),
            Self::StandbyAsked(of) => donor(of.donor, of.notice(NoticeKind::StandbyAsked)),
            Self::StandbyPassed(of) => donor(of.donor, of.notice(NoticeKind::StandbyPassed)),
            Self::StandbyMissed(of) => donor(of.donor, of.notice(NoticeKind::StandbyMissed)),
            Self::StandbyEnded(of) => donor(of.donor, of.notice(NoticeKind::StandbyEnded)),
            Self::ShelvesAsked(of) => staff(&of.staff, of.notice(NoticeKind::ShelvesAsked)),
            Self::UrgentMarked(of) => family(of.household, of.notice(NoticeKind::UrgentMarked)),
            Self::UrgentShopAsked(of) => staff(&of.staff, of.notice(NoticeKind::UrgentShopAsked)),
            Self::UrgentAsked(of) => donor(of.donor, of.notice(NoticeKind::UrgentAsked)),
            Self::UrgentFell(of) => staff(&of.staff, of.notice(NoticeKind::UrgentFell)),
            Self::UrgentUndecided(of) => staff(&of.staff, of.notice(NoticeKind::UrgentUndecided)),
            Self::UrgentKept(of) => of.to_poster_and_family(NoticeKind::UrgentKept),
            Self::UrgentEnded(of) => of.to_poster_and_family(NoticeKind::UrgentEnded),
            Self::FollowOnOpened(of) => staff(&of.staff, of.notice(NoticeKind::FollowOnOpened)),
            Self::ApplicationFiled(of) => staff(&of.staff, of.notice(NoticeKind::ApplicationFiled)),
            Self::ApplicationWaiting(of) => staff(&of.staff, of.notice(NoticeKind::ApplicationWaiting)),
            Self::ApplicationLate(of) => staff(&of.staff, of.notice(NoticeKind::ApplicationLate)),
            Self::ApplicationUnanswered(of) => donor(of.donor, of.notice(NoticeKind::ApplicationUnanswered)),
            Self::ApplicationChosen(of) => donor(of.donor, of.notice(NoticeKind::ApplicationChosen)),
            Self::ApplicationPassed(of) => donor(of.donor, of.notice(NoticeKind::ApplicationPassed)),
            Self::ApplicationReopened(of) => donor(of.donor, of.notice(NoticeKind::ApplicationReopened)),
            Self::ApplicationDeclined(of) => donor(of.donor, of.notice(NoticeKind::ApplicationDeclined)),
            Self::ApplicationEnded(of) => donor(of.donor, of.notice(NoticeKind::ApplicationEnded)),
            Self::NeedClaimed(of) => donor(of.donor, of.notice(NoticeKind::NeedClaimed)),
            Self::NeedSkipped(of) => donor(of.donor, of.notice(NoticeKind::NeedSkipped)),
            Self::NeedEnded(of) => donor(of.donor, of.notice(NoticeKind::NeedEnded)),
            Self::OrderDue(of) => family(of.household, of.notice(NoticeKind::OrderReminder)),
            Self::OrderExpired(of) => family(of.household, of.notice(NoticeKind::OrderExpired)),
            Self::OrderCancelled(of) => family(of.household, of.notice(NoticeKind::OrderCancelled)),
            Self::OrderCollected(of) => family(of.household, of.notice(NoticeKind::OrderCollected)),
            Self::OrderReversed(of) => family(of.household, of.notice(NoticeKind::HandOverReversed)),
            Self::LoanMade(of) => of.to_family(NoticeKind::LoanMade),
            Self::LoanSoon(of) => of.to_family(NoticeKind::LoanSoon),
            Self::LoanDue(of) => of.to_family(NoticeKind::LoanDue),
            Self::LoanOverdue(of) => {
                of.to_staff(NoticeKind::LoanNotBack).and_family(of.household, of.notice(NoticeKind::LoanOverdue))
            }
            Self::LoanLate(of) => of.to_staff(NoticeKind::LoanLate),
            Self::LoanDenied(of) => of.to_staff(NoticeKind::LoanDenied),
            Self::LoanExtensionAsked(of) => of.to_staff(NoticeKind::LoanExtensionAsked),
            Self::LoanExtended(of) => of.to_family(NoticeKind::LoanExtended),
            Self::LoanNotExtended(of) => of.to_family(NoticeKind::LoanNotExtended),
            Self::LoanEndAsked(of) => of.to_staff(NoticeKind::LoanEndAsked),
            Self::LoanEndRefused(of) => of.to_staff(NoticeKind::LoanEndRefused),
            Self::LoanEnded(of) => of.to_family(NoticeKind::LoanEnded),
            Self::OfferAccepted(of) => donor(of.donor, of.notice(NoticeKind::OfferAccepted)),
            Self::OfferDeclined(of) => donor(of.donor, of.notice(NoticeKind::OfferDeclined)),
            Self::OfferReceived(of) => {
                donor(of.donor, NewNotice { subject: of.receipt, ..of.notice(NoticeKind::OfferReceived) })
            }
            Self::OfferMissed(of) => donor(of.donor, of.notice(NoticeKind::OfferMissed)),
            Self::OfferLapsed(of) => donor(of.donor, of.notice(NoticeKind::OfferLapsed)),
            Self::OfferWaiting(of) => staff(&of.staff, of.notice(NoticeKind::OfferWaiting)),
            Self::GoodsUnfit(of) => donor(of.donor, of.notice(NoticeKind::GoodsUnfit)),
            Self::GoodsExpired(of) => staff(&of.staff, of.notice(NoticeKind::GoodsExpired)),
            Self::TransferSent(of) => staff(&of.staff, of.notice(NoticeKind::TransferSent)),
            Self::TransferShort(of) => staff(&of.staff, of.notice(NoticeKind::TransferShort)),
            Self::TransferWaiting(of) => staff(&of.staff, of.notice(NoticeKind::TransferWaiting)),
            Self::RecallOpen(of) => staff(&of.staff, of.notice(NoticeKind::RecallOpen)),
            Self::StockTakeRejected(of) => staff(&of.staff, of.rejection()),
            Self::StockTakeWaiting(of) => staff(&of.staff, of.notice(NoticeKind::TakeWaiting)),
            Self::StockTakeLapsed(of) => staff(&of.staff, of.notice(NoticeKind::TakeLapsed)),
            Self::ObjectionFiled(of) => staff(&of.staff, of.notice(NoticeKind::ObjectionMade)),
            Self::ObjectionAnswered(of) => family(of.household, of.notice(NoticeKind::ObjectionAnswered)),
            Self::RelocationAccepted(of) => {
                staff(&of.staff, of.notice(NoticeKind::MoveAccepted)).and_family(of.household, of.arrival())
            }
            Self::RelocationAsked(of) => staff(&of.staff, of.notice(NoticeKind::MoveAsked)),
            Self::RelocationDeclined(of) => staff(&of.staff, of.notice(NoticeKind::MoveDeclined)),
            Self::RelocationRecalled(of) => staff(&of.staff, of.notice(NoticeKind::MoveCalledBack)),
            Self::ConsentRecorded(of) => of.to_the_other(NoticeKind::ConsentRecorded),
            Self::ConsentWithdrawn(of) => of.to_the_other(NoticeKind::ConsentWithdrawn),
            Self::ConsentRefused(of) => of.to_the_other(NoticeKind::ConsentRefused),
            Self::FileAssigned(of) => staff(&of.staff, of.notice(NoticeKind::FileAssigned)),
            Self::CorrectionAsked(of) => staff(&of.staff, of.notice(NoticeKind::CorrectionAsked)),
            Self::FilesMerged(of) => family(of.household, of.notice(NoticeKind::HouseholdMerged)),
            Self::CorrectionAnswered(of) => family(of.household, of.notice(NoticeKind::CorrectionAnswered)),
            Self::FamilyMessageSent(of) => family(of.household, of.notice(NoticeKind::FamilyMessage)),
            Self::CardIssued(of) => family(of.household, of.untitled(NoticeKind::CardIssued)),
            Self::SetupCodeIssued(of) => family(of.household, of.untitled(NoticeKind::SetupCodeIssued)),
            Self::PinCleared(of) => family(of.household, of.untitled(NoticeKind::PinCleared)),
            Self::PasswordReset(of) => holder(of.account, of.notice(NoticeKind::PasswordReset)),
            Self::ContactChanged(of) => holder(of.account, of.notice(NoticeKind::ContactChanged)),
            Self::FactorRemoved(of) => holder(of.account, of.notice(NoticeKind::FactorRemoved)),
            Self::TokenMade(of) => holder(of.account, of.notice(NoticeKind::TokenMade)),
            Self::NewBrowser(of) => holder(of.account, of.notice(NoticeKind::NewBrowser)),
            Self::BackupFailed(of) => holder(of.account, of.notice(NoticeKind::BackupFailed)),
            Self::DisputeOpened(of) if of.by_family => staff(&of.staff, of.notice(NoticeKind::DisputeOpened)),
            Self::DisputeOpened(of) => staff(&of.staff, of.notice(NoticeKind::DisputeOpened))
                .and_family(of.household, of.notice(NoticeKind::DisputeRecorded)),
            Self::DisputeDue(of) => staff(&of.staff, of.notice(NoticeKind::DisputeReminder)),
            Self::DisputeLate(of) => staff(&of.staff, of.notice(NoticeKind::DisputeLate)),
            Self::DisputeSettled(of) => family(of.household, of.notice(NoticeKind::DisputeSettled)),
            Self::PairingProposed(of) => of.to_both(NoticeKind::PairingProposed),
            Self::PairingDeclined(of) => of.to_both(NoticeKind::PairingDeclined),
            Self::PairingStarted(of) => of.to_both(NoticeKind::PairingStarted),
            Self::PairingResumed(of) => of.to_both(NoticeKind::PairingResumed),
            Self::PairingLapsed(of) => of.to_both(NoticeKind::PairingLapsed),
            Self::PairingRenewal(of) => of.to_both(NoticeKind::PairingRenewal),
            Self::PairingEnded(of) => of.to_both(NoticeKind::PairingEnded),
            Self::PairingSilent(of) => staff(&of.staff, of.notice(NoticeKind::PairingSilent)),
            Self::CourseJoined(of) => family(of.household, of.notice(NoticeKind::CourseJoined)),
            Self::CourseOffered(of) => family(of.household, of.notice(NoticeKind::CourseOffered)),
            Self::CoursePassed(of) => family(of.household, of.notice(NoticeKind::CoursePassed)),
            Self::CourseChanged(of) => family(of.household, of.notice(NoticeKind::CourseChanged)),
            Self::CourseCancelled(of) => family(of.household, of.notice(NoticeKind::CourseCancelled)),
            Self::CourseRevived(of) => family(of.household, of.notice(NoticeKind::CourseRevived)),
            Self::CertificateMade(of) => family(of.household, of.notice(NoticeKind::CertificateMade)),
            Self::MarketOffered(of) => staff(&of.staff, of.notice(NoticeKind::MarketOffered)),
            Self::MarketWaiting(of) => staff(&of.staff, of.notice(NoticeKind::MarketWaiting)),
            Self::MarketShown(of) => family(of.household, of.notice(NoticeKind::MarketShown)),
            Self::MarketRefused(of) => family(of.household, of.notice(NoticeKind::MarketRefused)),
            Self::MarketUnreviewed(of) => staff(&of.staff, of.notice(NoticeKind::MarketMissed))
                .and_family(of.household, of.notice(NoticeKind::MarketUnreviewed)),
            Self::MarketReserved(of) => family(of.household, of.notice(NoticeKind::MarketReserved)),
            Self::MarketGivenBack(of) => family(of.household, of.notice(NoticeKind::MarketGivenBack)),
            Self::MarketDue(of) => family(of.household, of.notice(NoticeKind::MarketDue)),
            Self::MarketWithdrawn(of) => holder(of.account, of.notice(NoticeKind::MarketWithdrawn)),
            Self::CourseShort(of) => staff(&of.staff, of.notice(NoticeKind::CourseShort)),
            Self::CourseUnmarked(of) => staff(&of.staff, of.notice(NoticeKind::CourseUnmarked)),
            Self::EntitlementAsked(of) => family(of.household, of.notice(NoticeKind::EntitlementAsked)),
            Self::EntitlementDecided(of) => family(of.household, of.notice(NoticeKind::EntitlementDecided)),
            Self::EntitlementEnded(of) => family(of.household, of.notice(NoticeKind::EntitlementEnded)),
            Self::EntitlementAnswered(of) => staff(&of.staff, of.notice(NoticeKind::EntitlementAnswered)),
            Self::EntitlementsClosing(of) => staff(&of.staff, of.notice(NoticeKind::EntitlementsClosing)),
            Self::EntitlementsLate(of) => staff(&of.staff, of.notice(NoticeKind::EntitlementsLate)),
            Self::RoundOpened(of) => staff(&of.staff, of.notice(NoticeKind::RoundOpened)),
            Self::DoorsGiven(of) => staff(&of.staff, of.notice(NoticeKind::DoorsGiven)),
            Self::RoundDue(of) => staff(&of.staff, of.notice(NoticeKind::RoundDue)),
            Self::RoundEnded(of) => staff(&of.staff, of.notice(NoticeKind::RoundEnded)),
            Self::ShiftCancelled(of) => staff(&of.staff, of.notice(NoticeKind::ShiftCancelled)),
            Self::ShiftRevived(of) => staff(&of.staff, of.notice(NoticeKind::ShiftRevived)),
            Self::ShiftPlaceFree(of) => staff(&of.staff, of.notice(NoticeKind::ShiftPlaceFree)),
            Self::ShiftSoon(of) => staff(&of.staff, of.notice(NoticeKind::ShiftSoon)),
            Self::ShiftTasksBack(of) => staff(&of.staff, of.notice(NoticeKind::ShiftTasksBack)),
            Self::ShiftTasksLate(of) => staff(&of.staff, of.notice(NoticeKind::ShiftTasksLate)),
            Self::AppointmentBooked(of) => family(of.household, of.notice(NoticeKind::AppointmentBooked)),
            Self::AppointmentCancelled(of) => family(of.household, of.notice(NoticeKind::AppointmentCancelled)),
            Self::AppointmentSoon(of) => family(of.household, of.notice(NoticeKind::AppointmentSoon)),
            Self::QuestionAsked(of) => staff(&of.staff, of.notice(NoticeKind::QuestionAsked)),
            Self::QuestionAnswered(of) => holder(of.account, of.notice(NoticeKind::QuestionAnswered)),
            Self::QuestionUnanswered(of) => holder(of.account, of.notice(NoticeKind::QuestionUnanswered)),
            Self::QuestionLate(of) => staff(&of.staff, of.notice(NoticeKind::QuestionLate)),
            Self::ReversalAsked(of) => staff(&of.staff, of.notice(NoticeKind::ReversalAsked)),
            Self::ReversalDecided(of) => staff(&of.staff, of.notice(NoticeKind::ReversalDecided)),
            Self::CaseOpened(of) => family(of.household, of.notice(NoticeKind::CaseOpened)),
            Self::CaseClosed(of) => family(of.household, of.notice(NoticeKind::CaseClosed)),
            Self::CaseReopened(of) => staff(&of.staff, of.notice(NoticeKind::CaseReopened))
                .and_family(of.household, of.notice(NoticeKind::CaseReopened)),
            Self::CaseAssigned(of) => staff(&of.staff, of.notice(NoticeKind::CaseAssigned)),
            Self::CaseDue(of) => staff(&of.staff, of.notice(NoticeKind::CaseDue)),
            Self::CaseLate(of) => staff(&of.staff, of.notice(NoticeKind::CaseLate)),
            Self::CaseFamilySaid(of) => staff(&of.staff, of.notice(NoticeKind::CaseFamilySaid)),
            Self::SchoolPlaceOpened(of) => family(of.household, of.notice(NoticeKind::SchoolPlaceOpened)),
            Self::SchoolPlaceClosed(of) => family(of.household, of.notice(NoticeKind::SchoolPlaceClosed)),
            Self::SchoolStepDue(of) => of.to_both(NoticeKind::SchoolStepDue),
            Self::SchoolDatesChanged(of) => of.to_both(NoticeKind::SchoolDatesChanged),
            Self::SchoolPlaceReopened(of) => of.to_both(NoticeKind::SchoolPlaceReopened),
            Self::SchoolPlaceAssigned(of) => staff(&of.staff, of.notice(NoticeKind::SchoolPlaceAssigned)),
            Self::SchoolAskDue(of) => staff(&of.staff, of.notice(NoticeKind::SchoolAskDue)),
            Self::SchoolPlaceSaid(of) => staff(&of.staff, of.notice(NoticeKind::SchoolPlaceSaid)),
            Self::SchoolPlaceLate(of) => staff(&of.staff, of.notice(NoticeKind::SchoolPlaceLate)),
            Self::SchoolFactsStopped(of) => staff(&of.staff, of.notice(NoticeKind::SchoolFactsStopped)),
            Self::CallBackAsked(of) => staff(&of.staff, of.notice(NoticeKind::CallBackAsked)),
            Self::CallBackLate(of) => staff(&of.staff, of.notice(NoticeKind::CallBackLate)),
            Self::ReferralChanged(of) if of.to_family => staff(&of.staff, of.notice(NoticeKind::ReferralChanged))
                .and_family(of.household, of.notice(NoticeKind::ReferralChanged)),
            Self::ReferralChanged(of) => staff(&of.staff, of.notice(NoticeKind::ReferralChanged)),
            Self::ReferralDue(of) => staff(&of.staff, of.notice(NoticeKind::ReferralDue)),
            Self::ReferralNow(of) => staff(&of.staff, of.notice(NoticeKind::ReferralNow)),
            Self::ReferralLate(of) => staff(&of.staff, of.notice(NoticeKind::ReferralLate)),
            Self::DeputyNamed(of) => holder(of.account, of.notice(NoticeKind::DeputyNamed)),
            Self::WorkHandedOver(of) => holder(of.account, of.notice(NoticeKind::WorkHandedOver)),
            Self::VisitMissed(of) => staff(&of.staff, of.notice(NoticeKind::VisitMissed)),
            Self::FindingRaised(of) => staff(&of.staff, of.notice(NoticeKind::FindingRaised)),
            Self::ConferenceHeld(of) => family(of.household, of.untitled(NoticeKind::ConferenceHeld)),
            Self::MeasureGiven(of) => staff(&of.staff, of.notice(NoticeKind::MeasureGiven)),
            Self::MeasureRaised(of) => staff(&of.staff, of.notice(NoticeKind::MeasureRaised)),
            Self::AidRecorded(of) => family(of.household, of.untitled(NoticeKind::AidRecorded)),
            Self::AidReversed(of) => family(of.household, of.untitled(NoticeKind::AidReversed)),
            Self::CollectionRaised(of) => staff(&of.staff, of.notice(NoticeKind::CollectionRaised)),
            Self::VacancyDue(of) => staff(&of.staff, of.notice(NoticeKind::VacancyDue)),
            Self::VacancyHidden(of) => staff(&of.staff, of.notice(NoticeKind::VacancyHidden)),
            Self::JobChanged(of) if of.to_family => staff(&of.staff, of.notice(NoticeKind::JobChanged))
                .and_family(of.household, of.notice(NoticeKind::JobChanged)),
            Self::JobChanged(of) => staff(&of.staff, of.notice(NoticeKind::JobChanged)),
            Self::JobCheckDue(of) => staff(&of.staff, of.notice(NoticeKind::JobCheckDue))
                .and_family(of.household, of.notice(NoticeKind::JobCheckDue)),
            Self::IndicatorGiven(of) => staff(&of.staff, of.notice(NoticeKind::IndicatorGiven)),
            Self::IndicatorSlips(of) => staff(&of.staff, of.notice(NoticeKind::IndicatorSlips)),
            Self::IndicatorReportDue(of) => staff(&of.staff, of.notice(NoticeKind::IndicatorReportDue)),
            Self::IndicatorReportLate(of) => staff(&of.staff, of.notice(NoticeKind::IndicatorReportLate)),
            Self::PosterDue(of) => staff(&of.staff, of.notice(NoticeKind::PosterDue)),
            Self::DriveEnded(of) => staff(&of.staff, of.notice(NoticeKind::DriveEnded)),
            Self::DriveUnpublished(of) => staff(&of.staff, of.notice(NoticeKind::DriveUnpublished)),
            Self::GroupNoticePosted(of) => staff(&of.staff, of.notice(NoticeKind::GroupNoticePosted)),
            Self::GroupNoticeUnread(of) => staff(&of.staff, of.notice(NoticeKind::GroupNoticeUnread)),
            Self::NeighbourHelpSaid(of) => family(of.household, of.notice(NoticeKind::NeighbourHelpSaid)),
            Self::NeighbourHelpAnswered(of) => family(of.household, of.notice(NoticeKind::NeighbourHelpAnswered)),
            Self::PartnershipProposed(of) => staff(&of.staff, of.notice(NoticeKind::PartnershipProposed)),
            Self::PartnershipAgreed(of) => staff(&of.staff, of.notice(NoticeKind::PartnershipAgreed)),
            Self::PartnershipRenewal(of) => staff(&of.staff, of.notice(NoticeKind::PartnershipRenewal)),
            Self::PartnershipDue(of) => staff(&of.staff, of.notice(NoticeKind::PartnershipDue)),
            Self::PartnershipOver(of) => staff(&of.staff, of.notice(NoticeKind::PartnershipOver)),
            Self::PledgeDrafted(of) => staff(&of.staff, of.notice(NoticeKind::PledgeDrafted)),
            Self::PledgeShown(of) => staff(&of.staff, of.notice(NoticeKind::PledgeShown)),
            Self::PledgeQuarter(of) => staff(&of.staff, of.notice(NoticeKind::PledgeQuarter)),
            Self::PledgeRating(of) => staff(&of.staff, of.notice(NoticeKind::PledgeRating)),
            Self::PledgeOver(of) => staff(&of.staff, of.notice(NoticeKind::PledgeOver)),
            Self::RoleGranted(of) => staff(&of.staff, of.notice(NoticeKind::RoleGranted)),
            Self::RoleRevoked(of) => staff(&of.staff, of.notice(NoticeKind::RoleRevoked)),
        }
    }
}
