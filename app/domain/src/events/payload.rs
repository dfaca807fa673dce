//! What events carry: the record, the ids that readers need, and the title that was valid at that time.

use serde::{Deserialize, Serialize};

use super::RecordKind;
use crate::{
    accounts::AccountId,
    casework::urgent::UrgentAskId,
    claims::{ClaimId, applications::ApplicationId, standby::StandbyId},
    households::HouseholdId,
    ledger::LocationId,
    lending::LoanId,
    orders::OrderId,
    stock::{counts::StockTakeId, offers::OfferId, recalls::RecallId, receipts::ReceiptId, transfers::TransferId},
    wishes::WishId,
};

pub use community::{
    OfDrive, OfGroup, OfHelp, OfIndicator, OfJob, OfJobCheck, OfPartnership, OfPledge, OfPoster, OfVacancy,
};
pub use families::{
    OfAccount, OfAppointment, OfCallBack, OfCase, OfCollection, OfConsent, OfCourse, OfCoursePlace, OfDispute,
    OfEntitlement, OfEntitlementRule, OfFamilyMessage, OfFinding, OfHousehold, OfMarketOffer, OfMeasure, OfObjection,
    OfPairing, OfQuestion, OfReferral, OfRelocation, OfReservation, OfReversal, OfRole, OfRound, OfSchoolPlace,
    OfShift, OfVisit, OfWork,
};

/// Declares payloads: the struct, its record, and its words where it quotes any.
macro_rules! payloads {
    ($($(#[$doc:meta])+ $name:ident($kind:ident $id:ident $($words:ident)?) {
        $($(#[$field_doc:meta])+ $field:ident: $ty:ty,)+
    })+) => {$(
        $(#[$doc])+
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        pub struct $name {
            $($(#[$field_doc])+ pub $field: $ty,)+
        }

        impl $name {
            pub(in crate::events) fn record(&self) -> (RecordKind, i64) {
                (RecordKind::$kind, self.$id)
            }

            pub(in crate::events) fn words_mut(&mut self) -> Option<&mut String> {
                payloads!(@words self $($words)?)
            }
        }
    )+};
    (@words $this:ident $words:ident) => { Some(&mut $this.$words) };
    (@words $this:ident) => { None };
}

mod community;
mod families;

payloads! {
    /// A wish.
    OfWish(Wish wish words) {
        /// The wish.
        wish: WishId,
        /// Its household.
        household: HouseholdId,
        /// Title of its item, in Chinese.
        title: String,
        /// Reason, or empty.
        words: String,
    }

    /// A claim; its record is the wish.
    OfClaim(Wish wish words) {
        /// The claim.
        claim: ClaimId,
        /// Its wish.
        wish: WishId,
        /// Household of the wish.
        household: HouseholdId,
        /// Account that made the claim.
        claimer: AccountId,
        /// Title of the wish's item, in Chinese.
        title: String,
        /// Reason, or empty.
        words: String,
    }

    /// Claimed goods that the shop is asked about; its record is the wish, of which the shop learns nothing.
    OfGoods(Wish wish) {
        /// The claim.
        claim: ClaimId,
        /// Its wish.
        wish: WishId,
        /// Shopkeepers of the location.
        staff: Vec<AccountId>,
        /// Title of the wish's item, in Chinese.
        title: String,
    }

    /// A place in the line behind a wish; its record is the wish.
    OfStandby(Wish wish) {
        /// The place.
        standby: StandbyId,
        /// Its wish.
        wish: WishId,
        /// Donor who has the place; 0 when the shops have the turn.
        donor: AccountId,
        /// Shopkeepers who may fill the wish; empty when the donor is told.
        staff: Vec<AccountId>,
        /// Title of the wish's item, in Chinese.
        title: String,
    }

    /// A wish that waits for its review.
    OfReview(Wish wish) {
        /// The wish.
        wish: WishId,
        /// Its household.
        household: HouseholdId,
        /// Coordinators of its area.
        staff: Vec<AccountId>,
        /// Title of its item, in Chinese.
        title: String,
    }

    /// An urgent wish; its record is the wish.
    OfUrgent(Wish wish) {
        /// The ask; 0 when the family or a coordinator is told.
        ask: UrgentAskId,
        /// The wish.
        wish: WishId,
        /// Its household.
        household: HouseholdId,
        /// Person who is asked; 0 when others are told.
        donor: AccountId,
        /// Shopkeepers who are asked, the account in charge, or who posted the wish.
        staff: Vec<AccountId>,
        /// Title of the wish's item, in Chinese.
        title: String,
    }

    /// Applications for a wish; their record is the wish.
    OfApplication(Wish wish words) {
        /// The application; the first of them when staff are told.
        application: ApplicationId,
        /// Its wish.
        wish: WishId,
        /// Claim that came of it, or 0.
        claim: ClaimId,
        /// Donor who applied; 0 when staff are told.
        donor: AccountId,
        /// Caseworkers or coordinators to tell; empty when the donor is told.
        staff: Vec<AccountId>,
        /// Title of the wish's item, in Chinese.
        title: String,
        /// Reason, or empty.
        words: String,
    }

    /// A turn of a standing need, for the donor who brings all of them; its record is the wish.
    OfNeed(Wish wish) {
        /// The turn's wish; the newest one when the need ended.
        wish: WishId,
        /// Claim that was made, or 0.
        claim: ClaimId,
        /// The donor.
        donor: AccountId,
        /// Title of the wish's item, in Chinese.
        title: String,
    }

    /// An order of the free shop.
    OfOrder(Order order words) {
        /// The order.
        order: OrderId,
        /// Its household.
        household: HouseholdId,
        /// Reason, or empty.
        words: String,
    }

    /// A loan of a unit of a shop; its record is the household.
    OfLoan(Household household) {
        /// The loan.
        loan: LoanId,
        /// Its household.
        household: HouseholdId,
        /// Shopkeepers or coordinators to tell; empty when only the family is told.
        staff: Vec<AccountId>,
        /// Title of the item, in Chinese.
        title: String,
    }

    /// An offer of goods.
    OfOffer(Offer offer words) {
        /// The offer.
        offer: OfferId,
        /// Account that made it.
        donor: AccountId,
        /// Receipt of its goods, or 0.
        receipt: ReceiptId,
        /// Shopkeepers to tell; empty when the donor is told.
        staff: Vec<AccountId>,
        /// Name of the goods.
        title: String,
        /// Answer of the shop, or empty.
        words: String,
    }

    /// A receipt of goods.
    OfReceipt(Receipt receipt words) {
        /// The receipt.
        receipt: ReceiptId,
        /// Account that brought the goods.
        donor: AccountId,
        /// Name of the goods.
        title: String,
        /// Reason, or empty.
        words: String,
    }

    /// A location of stock.
    OfLocation(Location location) {
        /// The location.
        location: LocationId,
        /// Shopkeepers to tell.
        staff: Vec<AccountId>,
        /// Name of the location.
        title: String,
    }

    /// A transfer between two locations.
    OfTransfer(Transfer transfer) {
        /// The transfer.
        transfer: TransferId,
        /// Shopkeepers of the end that is told.
        staff: Vec<AccountId>,
        /// Name of the other end.
        title: String,
    }

    /// A recall of lots.
    OfRecall(Recall recall) {
        /// The recall.
        recall: RecallId,
        /// Staff of the shops and families that have units.
        staff: Vec<AccountId>,
        /// Name of the goods.
        title: String,
    }

    /// A stock-take.
    OfStockTake(StockTake take words) {
        /// The stock-take.
        take: StockTakeId,
        /// Accounts that counted or finished it.
        staff: Vec<AccountId>,
        /// Reason, or empty.
        words: String,
    }
}
