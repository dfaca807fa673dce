//! Which accounts an event concerns, and the notice that each of them gets.

use super::{Audience, Event, Side};
use crate::notifications::NoticeKind;

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

impl Event {
    /// Lists who gets the event, each side once.
    #[must_use]
    pub fn audiences(&self) -> Vec<(Side, Audience<'_>)> {
        match self {
            Self::WishPublished(of)
            | Self::WishRejected(of)
            | Self::WishExpired(of)
            | Self::WishDraftWaiting(of)
            | Self::WishDraftEnded(of) => {
                vec![(Side::Family, Audience::Household(of.household))]
            }
            Self::ClaimTaken(of)
            | Self::ClaimRestored(of)
            | Self::WishFilled(of)
            | Self::ClaimSetAside(of)
            | Self::ClaimWaiting(of)
            | Self::ClaimReopened(of)
            | Self::ClaimCancelled(of) => {
                vec![(Side::Family, Audience::Household(of.household))]
            }
            Self::ClaimDue(of)
            | Self::ClaimOverdue(of)
            | Self::ClaimArrived(of)
            | Self::ClaimConfirmed(of)
            | Self::ClaimEndedWithWish(of)
            | Self::ThanksReleased(of) => vec![(Side::Claimer, Audience::Account(of.claimer))],
            Self::ClaimMissing(of) | Self::ClaimUnchecked(of) => vec![(Side::Staff, Audience::Staff(&of.staff))],
            Self::ClaimLapsed(of)
            | Self::ClaimNotArrived(of)
            | Self::ClaimUncollected(of)
            | Self::ClaimReversed(of)
            | Self::ClaimRevoked(of)
            | Self::ClaimRefused(of)
            | Self::ClaimHandedOver(of) => {
                let family = Audience::Household(of.household);
                vec![(Side::Claimer, Audience::Account(of.claimer)), (Side::Family, family)]
            }
            Self::StandbyAsked(of) | Self::StandbyPassed(of) | Self::StandbyMissed(of) | Self::StandbyEnded(of) => {
                vec![(Side::Donor, Audience::Account(of.donor))]
            }
            Self::ShelvesAsked(of) => vec![(Side::Staff, Audience::Staff(&of.staff))],
            Self::ApplicationFiled(of) | Self::ApplicationWaiting(of) | Self::ApplicationLate(of) => {
                vec![(Side::Staff, Audience::Staff(&of.staff))]
            }
            Self::ApplicationUnanswered(of)
            | Self::ApplicationChosen(of)
            | Self::ApplicationPassed(of)
            | Self::ApplicationReopened(of)
            | Self::ApplicationDeclined(of)
            | Self::ApplicationEnded(of) => vec![(Side::Donor, Audience::Account(of.donor))],
            Self::NeedClaimed(of) | Self::NeedSkipped(of) | Self::NeedEnded(of) => {
                vec![(Side::Donor, Audience::Account(of.donor))]
            }
            Self::OrderDue(of)
            | Self::OrderExpired(of)
            | Self::OrderCancelled(of)
            | Self::OrderCollected(of)
            | Self::OrderReversed(of) => {
                vec![(Side::Family, Audience::Household(of.household))]
            }
            Self::OfferAccepted(of)
            | Self::OfferDeclined(of)
            | Self::OfferReceived(of)
            | Self::OfferMissed(of)
            | Self::OfferLapsed(of) => vec![(Side::Donor, Audience::Account(of.donor))],
            Self::OfferWaiting(of) => vec![(Side::Staff, Audience::Staff(&of.staff))],
            Self::GoodsUnfit(of) => vec![(Side::Donor, Audience::Account(of.donor))],
            Self::GoodsExpired(of) => vec![(Side::Staff, Audience::Staff(&of.staff))],
            Self::TransferSent(of) | Self::TransferShort(of) | Self::TransferWaiting(of) => {
                vec![(Side::Staff, Audience::Staff(&of.staff))]
            }
            Self::StockTakeRejected(of) | Self::StockTakeWaiting(of) | Self::StockTakeLapsed(of) => {
                vec![(Side::Staff, Audience::Staff(&of.staff))]
            }
            Self::ObjectionFiled(of) => vec![(Side::Staff, Audience::Staff(&of.staff))],
            Self::ObjectionAnswered(of) => vec![(Side::Family, Audience::Household(of.household))],
            Self::RelocationAccepted(of) => {
                let family = Audience::Household(of.household);
                vec![(Side::Staff, Audience::Staff(&of.staff)), (Side::Family, family)]
            }
            Self::RelocationAsked(of) | Self::RelocationDeclined(of) | Self::RelocationRecalled(of) => {
                vec![(Side::Staff, Audience::Staff(&of.staff))]
            }
            Self::ConsentRecorded(of) | Self::ConsentWithdrawn(of) | Self::ConsentRefused(of) if of.by_family => {
                vec![(Side::Staff, Audience::Staff(&of.staff))]
            }
            Self::ConsentRecorded(of) | Self::ConsentWithdrawn(of) | Self::ConsentRefused(of) => {
                vec![(Side::Family, Audience::Household(of.household))]
            }
            Self::FileAssigned(of) | Self::CorrectionAsked(of) => vec![(Side::Staff, Audience::Staff(&of.staff))],
            Self::FilesMerged(of)
            | Self::CorrectionAnswered(of)
            | Self::CardIssued(of)
            | Self::SetupCodeIssued(of)
            | Self::PinCleared(of) => vec![(Side::Family, Audience::Household(of.household))],
            Self::PasswordReset(of) | Self::ContactChanged(of) | Self::FactorRemoved(of) => {
                vec![(Side::Holder, Audience::Account(of.account))]
            }
            Self::DisputeOpened(of) if !of.by_family => {
                let family = Audience::Household(of.household);
                vec![(Side::Staff, Audience::Staff(&of.staff)), (Side::Family, family)]
            }
            Self::DisputeOpened(of) | Self::DisputeDue(of) | Self::DisputeLate(of) => {
                vec![(Side::Staff, Audience::Staff(&of.staff))]
            }
            Self::DisputeSettled(of) => vec![(Side::Family, Audience::Household(of.household))],
            Self::PairingSilent(of) => vec![(Side::Staff, Audience::Staff(&of.staff))],
            Self::PairingProposed(of)
            | Self::PairingDeclined(of)
            | Self::PairingStarted(of)
            | Self::PairingLapsed(of)
            | Self::PairingRenewal(of)
            | Self::PairingEnded(of) => {
                let family = Audience::Household(of.household);
                vec![(Side::Donor, Audience::Account(of.helper)), (Side::Family, family)]
            }
            Self::RoundOpened(of) | Self::DoorsGiven(of) | Self::RoundDue(of) | Self::RoundEnded(of) => {
                vec![(Side::Staff, Audience::Staff(&of.staff))]
            }
            Self::ReversalAsked(of) | Self::ReversalDecided(of) => vec![(Side::Staff, Audience::Staff(&of.staff))],
            Self::CaseOpened(of) | Self::CaseClosed(of) => vec![(Side::Family, Audience::Household(of.household))],
            Self::CaseReopened(of) => {
                let family = Audience::Household(of.household);
                vec![(Side::Staff, Audience::Staff(&of.staff)), (Side::Family, family)]
            }
            Self::CaseAssigned(of) | Self::CaseDue(of) | Self::CaseLate(of) | Self::CaseFamilySaid(of) => {
                vec![(Side::Staff, Audience::Staff(&of.staff))]
            }
            Self::CallBackAsked(of) | Self::CallBackLate(of) => vec![(Side::Staff, Audience::Staff(&of.staff))],
            Self::ReferralChanged(of) if of.to_family => {
                let family = Audience::Household(of.household);
                vec![(Side::Staff, Audience::Staff(&of.staff)), (Side::Family, family)]
            }
            Self::ReferralChanged(of) | Self::ReferralDue(of) | Self::ReferralNow(of) | Self::ReferralLate(of) => {
                vec![(Side::Staff, Audience::Staff(&of.staff))]
            }
            Self::DeputyNamed(of) | Self::WorkHandedOver(of) => vec![(Side::Holder, Audience::Account(of.account))],
            Self::VisitMissed(of) => vec![(Side::Staff, Audience::Staff(&of.staff))],
            Self::FindingRaised(of) => vec![(Side::Staff, Audience::Staff(&of.staff))],
            Self::RoleGranted(of) | Self::RoleRevoked(of) => vec![(Side::Staff, Audience::Staff(&of.staff))],
        }
    }

    /// Returns the notice for a side of [`Event::audiences`].
    #[must_use]
    pub fn notice(&self, side: Side) -> NewNotice {
        let kind = self.notice_kind(side);
        match self {
            Self::WishPublished(of)
            | Self::WishRejected(of)
            | Self::WishExpired(of)
            | Self::WishDraftWaiting(of)
            | Self::WishDraftEnded(of) => {
                NewNotice { wish: of.wish, ..NewNotice::about(kind, 0, &of.title, &of.words) }
            }
            Self::ClaimTaken(of)
            | Self::ClaimRestored(of)
            | Self::WishFilled(of)
            | Self::ClaimDue(of)
            | Self::ClaimLapsed(of)
            | Self::ClaimOverdue(of)
            | Self::ClaimNotArrived(of)
            | Self::ClaimWaiting(of)
            | Self::ClaimUncollected(of)
            | Self::ClaimReopened(of)
            | Self::ClaimReversed(of)
            | Self::ClaimCancelled(of)
            | Self::ClaimRevoked(of)
            | Self::ClaimEndedWithWish(of)
            | Self::ClaimArrived(of)
            | Self::ClaimSetAside(of)
            | Self::ClaimRefused(of)
            | Self::ClaimHandedOver(of)
            | Self::ClaimConfirmed(of)
            | Self::ThanksReleased(of) => {
                // What staff wrote to a claimer is not for the family.
                let words = if side == Side::Claimer { of.words.as_str() } else { "" };
                NewNotice { wish: of.wish, claim: of.claim, ..NewNotice::about(kind, 0, &of.title, words) }
            }
            Self::StandbyAsked(of)
            | Self::StandbyPassed(of)
            | Self::StandbyMissed(of)
            | Self::StandbyEnded(of)
            | Self::ShelvesAsked(of) => {
                NewNotice { wish: of.wish, ..NewNotice::about(kind, of.standby, &of.title, "") }
            }
            Self::ApplicationFiled(of)
            | Self::ApplicationWaiting(of)
            | Self::ApplicationLate(of)
            | Self::ApplicationUnanswered(of)
            | Self::ApplicationChosen(of)
            | Self::ApplicationPassed(of)
            | Self::ApplicationReopened(of)
            | Self::ApplicationDeclined(of)
            | Self::ApplicationEnded(of) => {
                let about = NewNotice::about(kind, of.application, &of.title, &of.words);
                NewNotice { wish: of.wish, claim: of.claim, ..about }
            }
            Self::NeedClaimed(of) | Self::NeedSkipped(of) | Self::NeedEnded(of) => {
                NewNotice { wish: of.wish, claim: of.claim, ..NewNotice::about(kind, 0, &of.title, "") }
            }
            Self::ClaimMissing(of) | Self::ClaimUnchecked(of) => {
                NewNotice { claim: of.claim, ..NewNotice::about(kind, 0, &of.title, "") }
            }
            Self::OrderDue(of)
            | Self::OrderExpired(of)
            | Self::OrderCancelled(of)
            | Self::OrderCollected(of)
            | Self::OrderReversed(of) => NewNotice::about(kind, of.order, format!("#{}", of.order), &of.words),
            Self::OfferAccepted(of)
            | Self::OfferDeclined(of)
            | Self::OfferWaiting(of)
            | Self::OfferMissed(of)
            | Self::OfferLapsed(of) => NewNotice::about(kind, of.offer, &of.title, &of.words),
            Self::OfferReceived(of) => NewNotice::about(kind, of.receipt, &of.title, &of.words),
            Self::GoodsUnfit(of) => NewNotice::about(kind, of.receipt, &of.title, &of.words),
            Self::GoodsExpired(of) => NewNotice::about(kind, of.location, &of.title, ""),
            Self::TransferSent(of) | Self::TransferShort(of) | Self::TransferWaiting(of) => {
                NewNotice::about(kind, of.transfer, &of.title, "")
            }
            Self::StockTakeWaiting(of) | Self::StockTakeLapsed(of) => {
                NewNotice::about(kind, of.take, of.take.to_string(), "")
            }
            Self::StockTakeRejected(of) => NewNotice::about(kind, of.take, format!("#{}", of.take), &of.words),
            Self::ObjectionFiled(of) | Self::ObjectionAnswered(of) => {
                NewNotice::about(kind, of.objection, of.household.to_string(), "")
            }
            Self::RelocationAccepted(of) if kind == NoticeKind::HouseholdMoved => {
                NewNotice::about(kind, of.relocation, &of.area, "")
            }
            Self::RelocationAsked(of)
            | Self::RelocationAccepted(of)
            | Self::RelocationDeclined(of)
            | Self::RelocationRecalled(of) => NewNotice::about(kind, of.relocation, of.household.to_string(), ""),
            Self::ConsentRecorded(of) | Self::ConsentWithdrawn(of) | Self::ConsentRefused(of) => {
                NewNotice::about(kind, of.household, "", "")
            }
            Self::FilesMerged(of)
            | Self::FileAssigned(of)
            | Self::CorrectionAsked(of)
            | Self::CorrectionAnswered(of) => NewNotice::about(kind, of.household, of.household.to_string(), ""),
            Self::CardIssued(of) | Self::SetupCodeIssued(of) | Self::PinCleared(of) => {
                NewNotice::about(kind, of.household, "", "")
            }
            Self::DisputeOpened(of) | Self::DisputeDue(of) | Self::DisputeLate(of) | Self::DisputeSettled(of) => {
                NewNotice { wish: of.wish, claim: of.claim, ..NewNotice::about(kind, of.dispute, &of.title, "") }
            }
            Self::PairingProposed(of)
            | Self::PairingDeclined(of)
            | Self::PairingStarted(of)
            | Self::PairingLapsed(of)
            | Self::PairingSilent(of)
            | Self::PairingRenewal(of)
            | Self::PairingEnded(of) => NewNotice::about(kind, of.pairing, "", ""),
            Self::RoundOpened(of) | Self::DoorsGiven(of) | Self::RoundDue(of) | Self::RoundEnded(of) => {
                NewNotice::about(kind, of.round, &of.title, "")
            }
            Self::ReversalAsked(of) | Self::ReversalDecided(of) => {
                NewNotice { wish: of.wish, claim: of.claim, ..NewNotice::about(kind, of.reversal, &of.title, "") }
            }
            Self::DeputyNamed(of) | Self::WorkHandedOver(of) => NewNotice::about(kind, of.files, &of.name, ""),
            Self::VisitMissed(of) => NewNotice::about(kind, of.visit, of.household.to_string(), ""),
            Self::FindingRaised(of) => NewNotice::about(kind, of.finding, of.household.to_string(), ""),
            Self::PasswordReset(_) | Self::ContactChanged(_) | Self::FactorRemoved(_) => {
                NewNotice::about(kind, 0, "", "")
            }
            Self::CaseOpened(of)
            | Self::CaseAssigned(of)
            | Self::CaseDue(of)
            | Self::CaseLate(of)
            | Self::CaseFamilySaid(of)
            | Self::CaseClosed(of)
            | Self::CaseReopened(of) => NewNotice::about(kind, of.case, &of.title, ""),
            Self::CallBackAsked(of) | Self::CallBackLate(of) => NewNotice::about(kind, of.call_back, &of.title, ""),
            Self::ReferralChanged(of) | Self::ReferralDue(of) | Self::ReferralNow(of) | Self::ReferralLate(of) => {
                NewNotice::about(kind, of.referral, &of.title, &of.words)
            }
            Self::RoleGranted(of) | Self::RoleRevoked(of) => {
                let text = format!("{}\n{}\n{}", of.role.as_str(), of.area, of.by);
                NewNotice::about(kind, of.account, &of.name, &text)
            }
        }
    }

    fn notice_kind(&self, side: Side) -> NoticeKind {
        let family = side == Side::Family;
        match self {
            Self::WishPublished(_) => NoticeKind::WishPublished,
            Self::WishRejected(_) => NoticeKind::WishRejected,
            Self::WishExpired(_) => NoticeKind::WishExpired,
            Self::WishDraftWaiting(_) => NoticeKind::WishDraftWaiting,
            Self::WishDraftEnded(_) => NoticeKind::WishDraftEnded,
            Self::ClaimTaken(_) | Self::ClaimRestored(_) => NoticeKind::WishClaimed,
            Self::WishFilled(_) | Self::ClaimSetAside(_) => NoticeKind::WishArrived,
            Self::ClaimHandedOver(_) if family => NoticeKind::WishHandedOver,
            Self::ClaimLapsed(_)
            | Self::ClaimNotArrived(_)
            | Self::ClaimCancelled(_)
            | Self::ClaimRevoked(_)
            | Self::ClaimRefused(_)
                if family =>
            {
                NoticeKind::WishReopened
            }
            Self::ClaimReopened(_) => NoticeKind::WishReopened,
            Self::ClaimOverdue(_) => NoticeKind::ClaimOverdue,
            Self::ClaimMissing(_) => NoticeKind::ClaimMissing,
            Self::ClaimNotArrived(_) => NoticeKind::ClaimNotArrived,
            Self::ClaimWaiting(_) => NoticeKind::WishWaiting,
            Self::ClaimUnchecked(_) => NoticeKind::ClaimUnchecked,
            Self::ClaimUncollected(_) if family => NoticeKind::WishUncollected,
            Self::ClaimUncollected(_) => NoticeKind::ClaimShelved,
            Self::ClaimReversed(_) if family => NoticeKind::HandOverReversed,
            Self::ClaimReversed(_) => NoticeKind::ClaimReturned,
            Self::ClaimDue(_) => NoticeKind::ClaimReminder,
            Self::ClaimLapsed(_) => NoticeKind::ClaimLapsed,
            Self::ClaimArrived(_) => NoticeKind::ClaimArrived,
            Self::ClaimRefused(_) => NoticeKind::ClaimRefused,
            Self::ClaimCancelled(_) | Self::ClaimRevoked(_) | Self::ClaimEndedWithWish(_) => NoticeKind::ClaimRevoked,
            Self::ClaimHandedOver(_) => NoticeKind::ClaimHandedOver,
            Self::ClaimConfirmed(_) => NoticeKind::ClaimConfirmed,
            Self::StandbyAsked(_) => NoticeKind::StandbyAsked,
            Self::StandbyPassed(_) => NoticeKind::StandbyPassed,
            Self::StandbyMissed(_) => NoticeKind::StandbyMissed,
            Self::StandbyEnded(_) => NoticeKind::StandbyEnded,
            Self::ShelvesAsked(_) => NoticeKind::ShelvesAsked,
            Self::NeedClaimed(_) => NoticeKind::NeedClaimed,
            Self::NeedSkipped(_) => NoticeKind::NeedSkipped,
            Self::NeedEnded(_) => NoticeKind::NeedEnded,
            Self::ApplicationFiled(_) => NoticeKind::ApplicationFiled,
            Self::ApplicationWaiting(_) => NoticeKind::ApplicationWaiting,
            Self::ApplicationLate(_) => NoticeKind::ApplicationLate,
            Self::ApplicationUnanswered(_) => NoticeKind::ApplicationUnanswered,
            Self::ApplicationChosen(_) => NoticeKind::ApplicationChosen,
            Self::ApplicationPassed(_) => NoticeKind::ApplicationPassed,
            Self::ApplicationReopened(_) => NoticeKind::ApplicationReopened,
            Self::ApplicationDeclined(_) => NoticeKind::ApplicationDeclined,
            Self::ApplicationEnded(_) => NoticeKind::ApplicationEnded,
            Self::ThanksReleased(_) => NoticeKind::ThanksReceived,
            Self::OrderDue(_) => NoticeKind::OrderReminder,
            Self::OrderExpired(_) => NoticeKind::OrderExpired,
            Self::OrderCancelled(_) => NoticeKind::OrderCancelled,
            Self::OrderCollected(_) => NoticeKind::OrderCollected,
            Self::OrderReversed(_) => NoticeKind::HandOverReversed,
            Self::OfferWaiting(_) => NoticeKind::OfferWaiting,
            Self::OfferMissed(_) => NoticeKind::OfferMissed,
            Self::OfferLapsed(_) => NoticeKind::OfferLapsed,
            Self::OfferAccepted(_) => NoticeKind::OfferAccepted,
            Self::OfferDeclined(_) => NoticeKind::OfferDeclined,
            Self::OfferReceived(_) => NoticeKind::OfferReceived,
            Self::GoodsUnfit(_) => NoticeKind::GoodsUnfit,
            Self::GoodsExpired(_) => NoticeKind::GoodsExpired,
            Self::TransferSent(_) => NoticeKind::TransferSent,
            Self::TransferShort(_) => NoticeKind::TransferShort,
            Self::TransferWaiting(_) => NoticeKind::TransferWaiting,
            Self::StockTakeWaiting(_) => NoticeKind::TakeWaiting,
            Self::StockTakeLapsed(_) => NoticeKind::TakeLapsed,
            Self::StockTakeRejected(_) => NoticeKind::TakeSentBack,
            Self::ObjectionFiled(_) => NoticeKind::ObjectionMade,
            Self::ObjectionAnswered(_) => NoticeKind::ObjectionAnswered,
            Self::RelocationAsked(_) => NoticeKind::MoveAsked,
            Self::RelocationAccepted(_) if family => NoticeKind::HouseholdMoved,
            Self::RelocationAccepted(_) => NoticeKind::MoveAccepted,
            Self::RelocationDeclined(_) => NoticeKind::MoveDeclined,
            Self::RelocationRecalled(_) => NoticeKind::MoveCalledBack,
            Self::FilesMerged(_) => NoticeKind::HouseholdMerged,
            Self::ConsentRecorded(_) => NoticeKind::ConsentRecorded,
            Self::ConsentWithdrawn(_) => NoticeKind::ConsentWithdrawn,
            Self::ConsentRefused(_) => NoticeKind::ConsentRefused,
            Self::FileAssigned(_) => NoticeKind::FileAssigned,
            Self::CorrectionAsked(_) => NoticeKind::CorrectionAsked,
            Self::CorrectionAnswered(_) => NoticeKind::CorrectionAnswered,
            Self::CardIssued(_) => NoticeKind::CardIssued,
            Self::SetupCodeIssued(_) => NoticeKind::SetupCodeIssued,
            Self::PinCleared(_) => NoticeKind::PinCleared,
            Self::PasswordReset(_) => NoticeKind::PasswordReset,
            Self::RoleGranted(_) => NoticeKind::RoleGranted,
            Self::RoleRevoked(_) => NoticeKind::RoleRevoked,
            Self::ContactChanged(_) => NoticeKind::ContactChanged,
            Self::FactorRemoved(_) => NoticeKind::FactorRemoved,
            Self::DisputeOpened(_) if family => NoticeKind::DisputeRecorded,
            Self::DisputeOpened(_) => NoticeKind::DisputeOpened,
            Self::DisputeDue(_) => NoticeKind::DisputeReminder,
            Self::DisputeLate(_) => NoticeKind::DisputeLate,
            Self::DisputeSettled(_) => NoticeKind::DisputeSettled,
            Self::PairingProposed(_) => NoticeKind::PairingProposed,
            Self::PairingDeclined(_) => NoticeKind::PairingDeclined,
            Self::PairingStarted(_) => NoticeKind::PairingStarted,
            Self::PairingLapsed(_) => NoticeKind::PairingLapsed,
            Self::PairingSilent(_) => NoticeKind::PairingSilent,
            Self::PairingRenewal(_) => NoticeKind::PairingRenewal,
            Self::PairingEnded(_) => NoticeKind::PairingEnded,
            Self::RoundOpened(_) => NoticeKind::RoundOpened,
            Self::DoorsGiven(_) => NoticeKind::DoorsGiven,
            Self::RoundDue(_) => NoticeKind::RoundDue,
            Self::RoundEnded(_) => NoticeKind::RoundEnded,
            Self::ReversalAsked(_) => NoticeKind::ReversalAsked,
            Self::ReversalDecided(_) => NoticeKind::ReversalDecided,
            Self::CaseOpened(_) => NoticeKind::CaseOpened,
            Self::CaseAssigned(_) => NoticeKind::CaseAssigned,
            Self::CaseDue(_) => NoticeKind::CaseDue,
            Self::CaseLate(_) => NoticeKind::CaseLate,
            Self::CaseFamilySaid(_) => NoticeKind::CaseFamilySaid,
            Self::CaseClosed(_) => NoticeKind::CaseClosed,
            Self::CaseReopened(_) => NoticeKind::CaseReopened,
            Self::CallBackAsked(_) => NoticeKind::CallBackAsked,
            Self::CallBackLate(_) => NoticeKind::CallBackLate,
            Self::ReferralChanged(_) => NoticeKind::ReferralChanged,
            Self::ReferralDue(_) => NoticeKind::ReferralDue,
            Self::ReferralNow(_) => NoticeKind::ReferralNow,
            Self::ReferralLate(_) => NoticeKind::ReferralLate,
            Self::DeputyNamed(_) => NoticeKind::DeputyNamed,
            Self::WorkHandedOver(_) => NoticeKind::WorkHandedOver,
            Self::VisitMissed(_) => NoticeKind::VisitMissed,
            Self::FindingRaised(_) => NoticeKind::FindingRaised,
        }
    }
}
