//! What the notices of a payload hold: the record that they lead to, its title, and words where the side may read them.

use super::{Mailing, NewNotice, claimer, donor, family, staff};
use crate::{
    events::{
        OfAccount, OfApplication, OfAppointment, OfCallBack, OfCase, OfClaim, OfCollection, OfConsent, OfCourse,
        OfCoursePlace, OfDispute, OfDrive, OfEntitlement, OfEntitlementRule, OfFamilyMessage, OfFinding, OfGoods,
        OfGroup, OfHelp, OfHousehold, OfIndicator, OfJob, OfJobCheck, OfLoan, OfLocation, OfMarketOffer, OfMeasure,
        OfNeed, OfObjection, OfOffer, OfOrder, OfPairing, OfPartnership, OfPledge, OfPoster, OfQuestion, OfRecall,
        OfReceipt, OfReferral, OfRelocation, OfReservation, OfReversal, OfReview, OfRole, OfRound, OfSchoolPlace,
        OfShift, OfStandby, OfStockTake, OfTransfer, OfUrgent, OfVacancy, OfVisit, OfWish, OfWork,
    },
    notifications::NoticeKind,
};

impl OfWish {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice { wish: self.wish, ..NewNotice::about(kind, 0, &self.title, &self.words) }
    }
}

impl OfClaim {
    /// Without words: what staff wrote to a claimer is not for the family.
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice { wish: self.wish, claim: self.claim, ..NewNotice::about(kind, 0, &self.title, "") }
    }

    pub(super) fn to_claimer(&self, kind: NoticeKind) -> Mailing<'_> {
        claimer(self.claimer, NewNotice { text: self.words.clone(), ..self.notice(kind) })
    }

    pub(super) fn to_both(&self, kind: NoticeKind, of_family: NoticeKind) -> Mailing<'_> {
        self.to_claimer(kind).and_family(self.household, self.notice(of_family))
    }
}

impl OfGoods {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice { claim: self.claim, ..NewNotice::about(kind, 0, &self.title, "") }
    }
}

impl OfStandby {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice { wish: self.wish, ..NewNotice::about(kind, self.standby, &self.title, "") }
    }
}

impl OfReview {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice { wish: self.wish, ..NewNotice::about(kind, 0, &self.title, "") }
    }
}

impl OfUrgent {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice { wish: self.wish, ..NewNotice::about(kind, self.ask, &self.title, "") }
    }

    pub(super) fn to_poster_and_family(&self, kind: NoticeKind) -> Mailing<'_> {
        staff(&self.staff, self.notice(kind)).and_family(self.household, self.notice(kind))
    }
}

impl OfApplication {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        let about = NewNotice::about(kind, self.application, &self.title, &self.words);
        NewNotice { wish: self.wish, claim: self.claim, ..about }
    }
}

impl OfNeed {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice { wish: self.wish, claim: self.claim, ..NewNotice::about(kind, 0, &self.title, "") }
    }
}

impl OfOrder {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.order, format!("#{}", self.order), &self.words)
    }
}

impl OfLoan {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.loan, &self.title, "")
    }

    pub(super) fn to_family(&self, kind: NoticeKind) -> Mailing<'_> {
        family(self.household, self.notice(kind))
    }

    pub(super) fn to_staff(&self, kind: NoticeKind) -> Mailing<'_> {
        staff(&self.staff, self.notice(kind))
    }
}

impl OfOffer {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.offer, &self.title, &self.words)
    }
}

impl OfReceipt {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.receipt, &self.title, &self.words)
    }
}

impl OfLocation {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.location, &self.title, "")
    }
}

impl OfTransfer {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.transfer, &self.title, "")
    }
}

impl OfRecall {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.recall, &self.title, "")
    }
}

impl OfStockTake {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.take, self.take.to_string(), "")
    }

    pub(super) fn rejection(&self) -> NewNotice {
        NewNotice::about(NoticeKind::TakeSentBack, self.take, format!("#{}", self.take), &self.words)
    }
}

impl OfObjection {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.objection, self.household.to_string(), "")
    }
}

impl OfRelocation {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.relocation, self.household.to_string(), "")
    }

    pub(super) fn arrival(&self) -> NewNotice {
        NewNotice::about(NoticeKind::HouseholdMoved, self.relocation, &self.area, "")
    }
}

impl OfConsent {
    /// To the staff if the family did it, else to the family.
    pub(super) fn to_the_other(&self, kind: NoticeKind) -> Mailing<'_> {
        let notice = NewNotice::about(kind, self.household, "", "");
        if self.by_family { staff(&self.staff, notice) } else { family(self.household, notice) }
    }
}

impl OfHousehold {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.household, self.household.to_string(), "")
    }

    pub(super) fn untitled(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.household, "", "")
    }
}

impl OfFamilyMessage {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.household, "", &self.words)
    }
}

impl OfAccount {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, 0, "", "")
    }
}

impl OfDispute {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        let about = NewNotice::about(kind, self.dispute, &self.title, "");
        NewNotice { wish: self.wish, claim: self.claim, ..about }
    }
}

impl OfPairing {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.pairing, "", "")
    }

    pub(super) fn to_both(&self, kind: NoticeKind) -> Mailing<'_> {
        donor(self.helper, self.notice(kind)).and_family(self.household, self.notice(kind))
    }
}

impl OfCoursePlace {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.course, &self.title, "")
    }
}

impl OfMarketOffer {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.offer, &self.title, "")
    }
}

impl OfReservation {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.reservation, &self.title, "")
    }
}

impl OfCourse {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.course, &self.title, "")
    }
}

impl OfEntitlement {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.entitlement, "", "")
    }
}

impl OfEntitlementRule {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.rule, &self.title, "")
    }
}

impl OfRound {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.round, &self.title, "")
    }
}

impl OfAppointment {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.appointment, &self.title, "")
    }
}

impl OfQuestion {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.question, "", "")
    }
}

impl OfShift {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.shift, &self.title, "")
    }
}

impl OfReversal {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        let about = NewNotice::about(kind, self.reversal, &self.title, "");
        NewNotice { wish: self.wish, claim: self.claim, ..about }
    }
}

impl OfCase {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.case, &self.title, "")
    }
}

impl OfSchoolPlace {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.place, &self.title, "")
    }

    pub(super) fn to_both(&self, kind: NoticeKind) -> Mailing<'_> {
        staff(&self.staff, self.notice(kind)).and_family(self.household, self.notice(kind))
    }
}

impl OfCallBack {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.call_back, &self.title, "")
    }
}

impl OfReferral {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.referral, &self.title, &self.words)
    }
}

impl OfWork {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.files, &self.name, "")
    }
}

impl OfVisit {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.visit, self.household.to_string(), "")
    }
}

impl OfFinding {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.finding, self.household.to_string(), "")
    }
}

impl OfVacancy {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.vacancy, &self.title, "")
    }
}

impl OfJob {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.proposal, &self.title, &self.words)
    }
}

impl OfJobCheck {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.check, &self.title, "")
    }
}

impl OfIndicator {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.indicator, &self.title, "")
    }
}

impl OfDrive {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.drive, &self.title, "")
    }
}

impl OfPoster {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.poster, &self.title, "")
    }
}

impl OfGroup {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.notice, &self.title, "")
    }
}

impl OfMeasure {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.conference, self.household.to_string(), "")
    }
}

impl OfCollection {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.collection, self.household.to_string(), "")
    }
}

impl OfHelp {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.help, "", &self.words)
    }
}

impl OfRole {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        let text = format!("{}\n{}\n{}", self.role.as_str(), self.area, self.by);
        NewNotice::about(kind, self.account, &self.name, &text)
    }
}

impl OfPartnership {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.partnership, &self.title, "")
    }
}

impl OfPledge {
    pub(super) fn notice(&self, kind: NoticeKind) -> NewNotice {
        NewNotice::about(kind, self.pledge, &self.title, "")
    }
}
