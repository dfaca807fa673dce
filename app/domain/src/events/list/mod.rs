//! The events, each with its payload and stored name: one enum from a list for each part of the software.
//! Each list hands its events to the next one, since an enum has one declaration and a file at most 400 lines.

use serde::{Deserialize, Serialize};

use super::{
    OfAccount, OfApplication, OfAppointment, OfCallBack, OfCase, OfClaim, OfCollection, OfConsent, OfCourse,
    OfCoursePlace, OfDispute, OfDrive, OfEntitlement, OfEntitlementRule, OfFamilyMessage, OfFinding, OfGoods, OfGroup,
    OfHelp, OfHousehold, OfIndicator, OfJob, OfJobCheck, OfLoan, OfLocation, OfMarketOffer, OfMeasure, OfNeed,
    OfObjection, OfOffer, OfOrder, OfPairing, OfPartnership, OfPledge, OfPoster, OfQuestion, OfRecall, OfReceipt,
    OfReferral, OfRelocation, OfReservation, OfReversal, OfReview, OfRole, OfRound, OfSchoolPlace, OfShift, OfStandby,
    OfStockTake, OfTransfer, OfUrgent, OfVacancy, OfVisit, OfWish, OfWork, RecordKind,
};

/// Declares the type from all lists: variant, payload and stored name of each event.
macro_rules! declare {
    ({ $($(#[$doc:meta])+ $variant:ident($of:ident) = $name:literal,)+ }) => {
        /// Fact that a write emits.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(tag = "event", content = "of")]
        pub enum Event {
            $($(#[$doc])+ #[serde(rename = $name)] $variant($of),)+
        }

        impl Event {
            /// Stored name of every event.
            pub const NAMES: &[&str] = &[$($name),+];

            /// The stored name.
            #[must_use]
            pub fn name(&self) -> &'static str {
                match self { $(Event::$variant(_) => $name),+ }
            }

            /// The record that the event is about: its kind and id.
            #[must_use]
            pub fn record(&self) -> (RecordKind, i64) {
                match self { $(Event::$variant(of) => of.record()),+ }
            }

            /// Words of a person that the event quotes; `None` for an event that quotes none.
            pub fn words_mut(&mut self) -> Option<&mut String> {
                match self { $(Event::$variant(of) => of.words_mut()),+ }
            }
        }
    };
}

#[macro_use]
mod wishes;
#[macro_use]
mod families;
#[macro_use]
mod community;

wish_events! { family_events community_events declare {} }
