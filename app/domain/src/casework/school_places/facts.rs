//! What a family says of its insurance, its home and its work.

use serde::{Deserialize, Serialize};

use crate::{
    Code, Result,
    error::Checks,
    time::{Day, Month},
};

/// Months that facts hold at most.
pub const PAID_MONTHS: usize = 72;

/// How a month of insurance was paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Paid {
    /// In the month itself.
    OnTime,
    /// Later.
    Back,
    /// Not at all.
    Missed,
}

crate::text_enum!(Paid { OnTime = "on_time", Back = "back", Missed = "missed" });

/// A month with how it was paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct PaidMonth {
    /// The month.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "2026-03"))]
    pub month: Month,
    /// How it was paid.
    pub paid: Paid,
}

/// What a family says of its insurance, its home and its work. Months that are not named were not paid.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SchoolFacts {
    /// Months of the parent who pays.
    #[serde(default)]
    pub payments: Vec<PaidMonth>,
    /// Day since which the family is registered in the district; none while it is not.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, example = "2025-09-01"))]
    pub residence_since: Option<Day>,
    /// Day since which the parent has a work contract; none while there is none.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, example = "2025-09-01"))]
    pub contract_since: Option<Day>,
}

impl SchoolFacts {
    /// Sorts the months and refuses those that were named twice or lie ahead, and days that lie ahead.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] for `payments`, `residence_since` and `contract_since`.
    pub fn checked(mut self, today: Day) -> Result<Self> {
        self.payments.sort_unstable_by_key(|of| of.month);
        let mut checks = Checks::default();
        let (this, old) = (today.month(), today.plus(-100 * 366));
        let twice = self.payments.windows(2).any(|two| two[0].month == two[1].month);
        // The month that still runs can only have been paid in time.
        let ahead = |of: &PaidMonth| of.month > this || (of.month == this && of.paid == Paid::Back);
        let fits = !twice && self.payments.len() <= PAID_MONTHS && !self.payments.iter().any(ahead);
        checks.ensure("payments", fits, Code::OutOfRange);
        let past = |day: Option<Day>| day.is_none_or(|day| day <= today && day > old);
        checks.ensure("residence_since", past(self.residence_since), Code::OutOfRange);
        checks.ensure("contract_since", past(self.contract_since), Code::OutOfRange);
        checks.done()?;
        Ok(self)
    }
}
