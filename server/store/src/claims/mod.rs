//! Claims: units of a wish that are promised, brought, handed over and confirmed.

pub mod applications;
pub mod clocks;
pub mod confirmation;
pub(crate) mod counter;
pub mod eligibility;
pub mod family_view;
pub mod fill;
pub mod fulfilment;
pub(crate) mod hits;
pub mod lifecycle;
pub(crate) mod reversal;
pub mod sending;
pub mod shop_view;
pub mod standby;
pub mod table;
pub mod thanks;
pub mod thanks_review;
pub mod uncollected;
pub mod undo;
pub(crate) mod views;
