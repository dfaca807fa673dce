//! The goods that disputes and reversals are about.

use serde::{Deserialize, Serialize};

use crate::{claims::ClaimId, households::HouseholdId, orders::OrderId, wishes::WishId};

/// The goods that a dispute or a reversal is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HandedOver {
    /// Goods of a claim.
    Claim(ClaimId),
    /// Goods of an order or a walk-in.
    Order(OrderId),
}

impl HandedOver {
    /// Number of the claim, or 0.
    #[must_use]
    pub fn claim(self) -> ClaimId {
        match self {
            HandedOver::Claim(id) => id,
            HandedOver::Order(_) => 0,
        }
    }

    /// Number of the order, or 0.
    #[must_use]
    pub fn order(self) -> OrderId {
        match self {
            HandedOver::Claim(_) => 0,
            HandedOver::Order(id) => id,
        }
    }

    /// The one whose number is not 0.
    #[must_use]
    pub fn of(claim: ClaimId, order: OrderId) -> HandedOver {
        if claim == 0 { HandedOver::Order(order) } else { HandedOver::Claim(claim) }
    }
}

/// Goods that were handed over, as lists name them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Subject {
    /// The household.
    pub household: HouseholdId,
    /// The claim, or 0.
    pub claim: ClaimId,
    /// Wish of the claim, or 0.
    pub wish: WishId,
    /// The order or walk-in, or 0.
    pub order: OrderId,
    /// Key of the claim's item and of its pictogram; empty for an order.
    pub key: String,
    /// Size of the claim's item, or empty.
    pub size: String,
    /// Chinese title of the claim's item with its size; empty for an order.
    pub title: String,
    /// Name of the shop.
    pub location_name: String,
    /// Name of the account that handed over; empty for the family.
    pub handed_by: String,
}
