//! Goods on the way: by when they should arrive, who carries them, what the claimer may take back, and how it ends.

use serde::{Deserialize, Serialize};

use super::{Claim, ClaimState};
use crate::{Code, Error, Result, Timestamp, areas::Policy, error::Checks, text};

/// How often a claimer may move the day by which goods on the way should arrive.
pub const SHIFTS: i64 = 2;
/// Seconds in which a claimer may take back that goods are on the way, or a cancellation.
pub const UNDO_SECONDS: i64 = 600;
/// Days between asking the claimer and asking the shop where goods on the way are.
pub const ASK_SHOP_DAYS: i64 = 2;
/// Days until the first reminder about goods that wait in the shop; the next ones follow weekly.
pub const FIRST_REMINDER_DAYS: i64 = 3;
/// Days between later reminders; after as many the caseworker sees that goods were not collected.
pub const REMINDER_DAYS: i64 = 7;
/// Days in which a caseworker decides about a wish whose goods were not collected.
pub const DECIDE_DAYS: i64 = 14;

/// What a claimer says about goods that have left.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Sending {
    /// By when they should arrive, within the area's `arrive_days`; 0 for the latest day allowed.
    #[serde(default)]
    pub expected: Timestamp,
    /// Who carries the parcel, up to 20 characters; empty when the claimer brings it.
    #[serde(default)]
    pub courier: String,
    /// Number of the parcel, up to 40 characters.
    #[serde(default)]
    pub tracking: String,
}

impl Sending {
    /// Trims and validates the texts.
    ///
    /// # Errors
    /// [`Error::Invalid`] if one is too long.
    pub fn checked(self) -> Result<Self> {
        let mut checks = Checks::default();
        let courier = checks.take("courier", text::line(&self.courier, 0, 20));
        let tracking = checks.take("tracking", text::line(&self.tracking, 0, 40));
        checks.done()?;
        Ok(Sending {
            courier: courier.unwrap_or_default(),
            tracking: tracking.unwrap_or_default(),
            expected: self.expected,
        })
    }
}

/// Returns the day by which goods that leave now should arrive; the latest one when none was asked for.
///
/// # Errors
/// Field `expected` with [`Code::OutOfRange`] for a day that has passed or is later than the area allows.
pub fn arrival_day(now: Timestamp, policy: &Policy, asked: Timestamp) -> Result<Timestamp> {
    let latest = now + policy.waits.arrive_days * crate::DAY;
    let day = if asked == 0 { latest } else { asked };
    // A day chosen on a calendar ends later than the hour of the tap.
    if day <= now || day > latest + crate::DAY {
        return Err(Error::field("expected", Code::OutOfRange));
    }
    Ok(day)
}

/// Why the clock ended a claim; stored as its reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EndReason {
    /// Goods on the way did not arrive.
    NotArrived,
    /// The family did not collect the goods.
    NotCollected,
    /// The check of a used appliance was not signed.
    NotChecked,
}

crate::text_enum!(EndReason {
    NotArrived = "not_arrived", NotCollected = "not_collected", NotChecked = "not_checked",
});

/// A caseworker's decision about units whose goods were not collected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// The family still needs them: they are open to donors again.
    Reopen,
    /// The family does not need them any more.
    Close,
}

crate::text_enum!(Decision { Reopen = "reopen", Close = "close" });

impl Claim {
    /// Until when its claimer may take the last step back; `None` when there is nothing to take back.
    #[must_use]
    pub fn undo_until(&self) -> Option<Timestamp> {
        let undoable = matches!(self.state, ClaimState::OnTheWay | ClaimState::Cancelled);
        undoable.then_some(self.changed + UNDO_SECONDS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DAY;

    #[test]
    fn the_arrival_day_is_bounded_by_the_policy() {
        let policy = Policy::default();
        assert_eq!(arrival_day(1000, &policy, 0), Ok(1000 + 7 * DAY));
        assert_eq!(arrival_day(1000, &policy, 1000 + 8 * DAY), Ok(1000 + 8 * DAY));
        for wrong in [1, 1000, 1001 + 8 * DAY] {
            assert_eq!(arrival_day(1000, &policy, wrong), Err(Error::field("expected", Code::OutOfRange)), "{wrong}");
        }
    }

    #[test]
    fn courier_and_number_are_single_lines_of_bounded_length() {
        let said =
            |courier: &str, tracking: &str| Sending { expected: 0, courier: courier.into(), tracking: tracking.into() };
        let clean = said(" 顺丰\n速运 ", " SF 123 ").checked().expect("valid");
        assert_eq!((clean.courier.as_str(), clean.tracking.as_str()), ("顺丰 速运", "SF 123"));
        let Err(Error::Invalid(fields)) = said(&"字".repeat(21), &"1".repeat(41)).checked() else {
            panic!("accepted")
        };
        assert_eq!(fields.iter().map(|field| field.name).collect::<Vec<_>>(), ["courier", "tracking"]);
    }
}
