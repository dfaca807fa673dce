//! Services that departments and organisations offer to families, each with its class of time and its capacity.
//! Capacity is asked of this list, so no personal data is sent to learn that an office is full.

pub mod office;
pub mod referrals;

use serde::{Deserialize, Serialize};

use crate::{Code, DAY, Error, Result, Timestamp, accounts::OrganisationId, text, time::Day};

/// Row id of a service.
pub type ServiceId = i64;

const HOUR: Timestamp = 3600;

/// How fast a service answers a referral and settles it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TimeClass {
    /// Done within two hours.
    Hours2,
    /// Done within a day.
    Hours24,
    /// Done within seven days.
    Days7,
    /// Done within fifteen days.
    Days15,
    /// Wages: accepted the same day, settled on the third day after it.
    Wages,
}

crate::text_enum!(TimeClass {
    Hours2 = "hours2", Hours24 = "hours24", Days7 = "days7", Days15 = "days15", Wages = "wages",
});

impl TimeClass {
    /// By when the office accepts, refuses or says that it is full.
    #[must_use]
    pub fn answer_by(self, sent: Timestamp) -> Timestamp {
        match self {
            TimeClass::Hours2 => sent + HOUR,
            TimeClass::Hours24 => sent + 4 * HOUR,
            TimeClass::Days7 => sent + DAY,
            TimeClass::Days15 => sent + 3 * DAY,
            // Within minutes of midnight there is no same day: then it is two hours.
            TimeClass::Wages => (Day::of(sent).end() - 1).max(sent + 2 * HOUR),
        }
    }

    /// By when the office has done it.
    #[must_use]
    pub fn done_by(self, sent: Timestamp) -> Timestamp {
        match self {
            TimeClass::Hours2 => sent + 2 * HOUR,
            TimeClass::Hours24 => sent + DAY,
            TimeClass::Days7 => sent + 7 * DAY,
            TimeClass::Days15 => sent + 15 * DAY,
            TimeClass::Wages => Day::of(sent).plus(3).end() - 1,
        }
    }

    /// Seconds that each level has for what is late, before it climbs further.
    #[must_use]
    pub fn climb_after(self) -> Timestamp {
        match self {
            TimeClass::Hours2 => HOUR,
            TimeClass::Hours24 => 4 * HOUR,
            TimeClass::Days7 | TimeClass::Days15 | TimeClass::Wages => DAY,
        }
    }
}

/// Whether a service takes further families.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Capacity {
    /// It does.
    #[default]
    Open,
    /// It does not at present.
    Full,
}

crate::text_enum!(Capacity { Open = "open", Full = "full" });

/// A service to be added to the list of an organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewService {
    /// Organisation that offers it.
    pub organisation: OrganisationId,
    /// Name, 1 to 40 characters, unique within the organisation.
    pub name: String,
    /// How fast it answers.
    pub class: TimeClass,
}

impl NewService {
    /// Trims and validates the name.
    ///
    /// # Errors
    /// [`Error::Invalid`] for `organisation` and `name`.
    pub fn checked(self) -> Result<Self> {
        if self.organisation == 0 {
            return Err(Error::field("organisation", Code::Required));
        }
        let name = text::line(&self.name, 1, 40).map_err(|code| Error::field("name", code))?;
        Ok(NewService { name, ..self })
    }
}

/// A service as staff read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Service {
    /// Row id.
    pub id: ServiceId,
    /// Organisation that offers it.
    pub organisation: OrganisationId,
    /// Name of that organisation.
    pub organisation_name: String,
    /// Its name.
    pub name: String,
    /// How fast it answers.
    pub class: TimeClass,
    /// Whether it takes further families.
    pub capacity: Capacity,
    /// When its capacity was last said.
    pub said: Timestamp,
    /// Whether it is still offered.
    pub open: bool,
    /// Whether the reader may change it.
    pub may_keep: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_due_before_the_end_of_the_work() {
        let midnight = 1_790_784_000; // date -d '2026-10-01 00:00 +0800' +%s
        for class in TimeClass::ALL {
            for hour in 0..24 {
                let sent = midnight + hour * HOUR + 1800;
                let (answer, done) = (class.answer_by(sent), class.done_by(sent));
                assert!(sent < answer && answer < done && class.climb_after() > 0, "{class:?} at {hour}");
            }
        }
    }

    #[test]
    fn wages_are_accepted_the_same_day_and_settled_on_the_third() {
        let midnight = 1_790_784_000;
        let (morning, night) = (midnight + 9 * HOUR, midnight + 23 * HOUR);
        assert_eq!(TimeClass::Wages.answer_by(morning), midnight + DAY - 1);
        assert_eq!(TimeClass::Wages.answer_by(night), night + 2 * HOUR);
        assert_eq!(TimeClass::Wages.done_by(morning), midnight + 4 * DAY - 1);
    }
}
