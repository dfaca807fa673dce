//! What happened, as typed facts: each write emits them into the outbox in its own transaction.
//!
//! A write says what happened and knows no reader. Readers, of which notices are the first, turn an event into what
//! they do: a new one needs no change of any write. Names and shapes are stored, so they are never renamed; a new field
//! needs a default, because rows of an older release may still wait.

mod list;
pub mod live;
mod notices;
mod payload;
mod routing;

pub use self::{
    list::Event,
    notices::NewNotice,
    payload::{
        OfAccount, OfApplication, OfAppointment, OfCallBack, OfCase, OfClaim, OfCollection, OfConsent, OfCourse,
        OfCoursePlace, OfDispute, OfDrive, OfEntitlement, OfEntitlementRule, OfFamilyMessage, OfFinding, OfGoods,
        OfGroup, OfHelp, OfHousehold, OfIndicator, OfJob, OfJobCheck, OfLoan, OfLocation, OfMarketOffer, OfMeasure,
        OfNeed, OfObjection, OfOffer, OfOrder, OfPairing, OfPartnership, OfPledge, OfPoster, OfQuestion, OfRecall,
        OfReceipt, OfReferral, OfRelocation, OfReservation, OfReversal, OfReview, OfRole, OfRound, OfSchoolPlace,
        OfShift, OfStandby, OfStockTake, OfTransfer, OfUrgent, OfVacancy, OfVisit, OfWish, OfWork,
    },
    routing::{Audience, Reader, RecordKind, Side},
};
use crate::Timestamp;

/// Failed tries after which an event counts as stuck, and `check` and `/readyz` name it.
pub const STUCK: i64 = 3;

/// Seconds until the next try, by the number of tries that failed; the last one repeats.
const PAUSES: [Timestamp; 6] = [5, 30, 2 * 60, 10 * 60, 3600, 6 * 3600];

/// Returns how long an event waits after its `tries`th failure.
#[must_use]
pub fn pause(tries: i64) -> Timestamp {
    let at = usize::try_from(tries - 1).unwrap_or_default();
    PAUSES.get(at).copied().unwrap_or(PAUSES[PAUSES.len() - 1])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_then_stay() {
        let all: Vec<_> = (1..=8).map(pause).collect();
        assert_eq!(all[..5], [5, 30, 120, 600, 3600]);
        assert!(all.is_sorted() && all[7] == all[5], "{all:?}");
        assert_eq!(pause(0), 5);
    }

    #[test]
    fn names_are_unique() {
        let mut names = Event::NAMES.to_vec();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Event::NAMES.len());
    }
}
