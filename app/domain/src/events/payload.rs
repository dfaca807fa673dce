//! What events carry: the record, the ids that readers need, and the title that was valid at that time.

use serde::{Deserialize, Serialize};

use super::RecordKind;
use crate::{
    accounts::{AccountId, Role},
    casework::{
        MoveId,
        cases::{CaseId, call_backs::CallBackId},
        findings::FindingId,
        pairings::PairingId,
        rounds::RoundId,
        visits::VisitId,
    },
    claims::{ClaimId, applications::ApplicationId, standby::StandbyId},
    disputes::{DisputeId, reversals::ReversalId},
    households::{HouseholdId, reveals::ObjectionId},
    ledger::LocationId,
    orders::OrderId,
    services::referrals::ReferralId,
    stock::{counts::StockTakeId, offers::OfferId, receipts::ReceiptId, transfers::TransferId},
    wishes::WishId,
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
            pub(super) fn record(&self) -> (RecordKind, i64) {
                (RecordKind::$kind, self.$id)
            }

            pub(super) fn words_mut(&mut self) -> Option<&mut String> {
                payloads!(@words self $($words)?)
            }
        }
    )+};
    (@words $this:ident $words:ident) => { Some(&mut $this.$words) };
    (@words $this:ident) => { None };
}

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

    /// A stock-take.
    OfStockTake(StockTake take words) {
        /// The stock-take.
        take: StockTakeId,
        /// Accounts that counted or finished it.
        staff: Vec<AccountId>,
        /// Reason, or empty.
        words: String,
    }

    /// A family's objection to a reveal.
    OfObjection(Household household) {
        /// The objection.
        objection: ObjectionId,
        /// The family.
        household: HouseholdId,
        /// Coordinators of its area; empty when the family is told.
        staff: Vec<AccountId>,
    }

    /// A family's relocation to another area.
    OfRelocation(Household household) {
        /// The relocation.
        relocation: MoveId,
        /// The family.
        household: HouseholdId,
        /// Caseworkers of the area that is told.
        staff: Vec<AccountId>,
        /// Name of the new area once the family moved, else empty.
        area: String,
    }

    /// A household file.
    OfHousehold(Household household) {
        /// The household.
        household: HouseholdId,
        /// Caseworkers to tell; empty when the family is told.
        staff: Vec<AccountId>,
    }

    /// A consent of a household.
    OfConsent(Household household) {
        /// The household.
        household: HouseholdId,
        /// Whether the family itself did it; then its caseworkers are told, else the family.
        by_family: bool,
        /// Caseworkers to tell.
        staff: Vec<AccountId>,
    }

    /// A dispute about goods that were handed over.
    OfDispute(Household household) {
        /// The dispute.
        dispute: DisputeId,
        /// Household of the goods.
        household: HouseholdId,
        /// Wish of the goods, or 0 for an order.
        wish: WishId,
        /// Claim of the goods, or 0 for an order.
        claim: ClaimId,
        /// Whether the family reported it; else it is told that staff did.
        by_family: bool,
        /// Coordinators or auditors to tell; empty when the family is told.
        staff: Vec<AccountId>,
        /// Title of the wish's item in Chinese, or the order's number.
        title: String,
    }

    /// A pairing of a helper and a household; its record is the household.
    OfPairing(Household household) {
        /// The pairing.
        pairing: PairingId,
        /// Its household.
        household: HouseholdId,
        /// Account of its helper.
        helper: AccountId,
        /// Coordinators to tell of its silence.
        staff: Vec<AccountId>,
    }

    /// A round over an area.
    OfRound(Round round) {
        /// The round.
        round: RoundId,
        /// Caseworkers or coordinators to tell.
        staff: Vec<AccountId>,
        /// Name of the round.
        title: String,
    }

    /// A reversal of a hand-over.
    OfReversal(Household household) {
        /// The reversal.
        reversal: ReversalId,
        /// Household of the goods.
        household: HouseholdId,
        /// Wish of the goods, or 0 for an order.
        wish: WishId,
        /// Claim of the goods, or 0 for an order.
        claim: ClaimId,
        /// Coordinators who decide, or the account that asked.
        staff: Vec<AccountId>,
        /// Title of the wish's item in Chinese, or the order's number.
        title: String,
    }

    /// A case of a household.
    OfCase(Household household) {
        /// The case.
        case: CaseId,
        /// Its household.
        household: HouseholdId,
        /// Staff to tell; empty when only the family is told.
        staff: Vec<AccountId>,
        /// Key of its kind.
        title: String,
    }

    /// A call-back about a closed case.
    OfCallBack(Household household) {
        /// The call-back.
        call_back: CallBackId,
        /// Household of the case.
        household: HouseholdId,
        /// Accounts that are to ask, or to see that it is done.
        staff: Vec<AccountId>,
        /// Key of the case's kind.
        title: String,
    }

    /// A referral of a household to another office.
    OfReferral(Household household) {
        /// The referral.
        referral: ReferralId,
        /// Its household.
        household: HouseholdId,
        /// Whether the family is told, too.
        to_family: bool,
        /// Staff to tell.
        staff: Vec<AccountId>,
        /// Name of the service.
        title: String,
        /// State that it came to, or empty.
        words: String,
    }

    /// An account.
    OfAccount(Account account) {
        /// The account.
        account: AccountId,
    }

    /// Work that an account gets from another one.
    OfWork(Account account) {
        /// The account.
        account: AccountId,
        /// Name of the other one.
        name: String,
        /// Number of household files, or 0 for a deputy.
        files: i64,
    }

    /// A visit that is due; its record is the household.
    OfVisit(Household household) {
        /// The visit.
        visit: VisitId,
        /// The household.
        household: HouseholdId,
        /// Accounts of the chain to tell.
        staff: Vec<AccountId>,
    }

    /// A finding of a visit; its record is the household.
    OfFinding(Household household) {
        /// The finding.
        finding: FindingId,
        /// The household.
        household: HouseholdId,
        /// Accounts of the chain to tell.
        staff: Vec<AccountId>,
    }
}

/// A role of an account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OfRole {
    /// Account that got or lost the role.
    pub account: AccountId,
    /// Its name.
    pub name: String,
    /// The role.
    pub role: Role,
    /// Name of the area; empty for the installation.
    pub area: String,
    /// Name of the account that did it.
    pub by: String,
    /// Accounts that assign or audit roles there.
    pub staff: Vec<AccountId>,
}

impl OfRole {
    pub(super) fn record(&self) -> (RecordKind, i64) {
        (RecordKind::Account, self.account)
    }

    pub(super) fn words_mut(&mut self) -> Option<&mut String> {
        None
    }
}
