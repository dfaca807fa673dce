//! What a receiving office reads of a referral: only what the family agreed to, and only while the referral lives.

use serde::{Deserialize, Serialize};

use super::{
    TimeClass,
    referrals::{ReferralId, ReferralState, ReferralStep},
};
use crate::{Code, DAY, Result, Timestamp, casework::cases::AskedHow, error::Checks, text, time::Day};

/// What a family agreed to pass on to an office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Shared {
    /// Name of the household's contact.
    Name,
    /// Its phone.
    Phone,
    /// Its address.
    Address,
    /// What the caseworker wrote about what is needed.
    Need,
}

crate::text_enum!(Shared { Name = "name", Phone = "phone", Address = "address", Need = "need" });

/// What a family agreed to, who of it, and how it was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Sharing {
    /// What may be passed on; empty for nothing but number, area and service.
    #[serde(default)]
    pub what: Vec<Shared>,
    /// Who of the family agreed, 1 to 40 characters; empty when nothing is passed on.
    #[serde(default)]
    pub whom: String,
    /// How the family was asked.
    pub how: AskedHow,
    /// When: within the last 30 days; 0 when nothing is passed on.
    #[serde(default)]
    pub at: Timestamp,
}

impl Sharing {
    /// Nothing is passed on.
    #[must_use]
    pub fn nothing() -> Self {
        Sharing { what: Vec::new(), whom: String::new(), how: AskedHow::Visit, at: 0 }
    }

    /// Trims and validates: what is passed on needs a person who agreed, and a day.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid) for `whom`, `how` and `at`.
    pub fn checked(mut self, now: Timestamp) -> Result<Self> {
        self.what.sort_unstable();
        self.what.dedup();
        if self.what.is_empty() {
            return Ok(Sharing::nothing());
        }
        let mut checks = Checks::default();
        let whom = checks.take("whom", text::line(&self.whom, 1, 40));
        // A consent on its own page would be the family's own act, which this is not.
        checks.ensure("how", self.how != AskedHow::Page, Code::Unknown);
        checks.ensure("at", self.at <= Day::of(now).end() && self.at > now - 30 * DAY, Code::OutOfRange);
        checks.done()?;
        Ok(Sharing { whom: whom.unwrap_or_default(), at: self.at.min(now), ..self })
    }

    /// The stored form of [`Sharing::what`]: `name,phone`.
    #[must_use]
    pub fn stored(&self) -> String {
        self.what.iter().map(|one| one.as_str()).collect::<Vec<_>>().join(",")
    }

    /// Reads the stored form.
    ///
    /// # Errors
    /// [`Code::Unknown`] for a word that is none of [`Shared`].
    pub fn what_of(stored: &str) -> Result<Vec<Shared>, Code> {
        stored.split(',').filter(|word| !word.is_empty()).map(str::parse).collect()
    }
}

/// Answer of an office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct OfficeAnswer {
    /// What the office does: `accept`, `refuse`, `say_full`, `start`, `hold` or `finish`.
    pub step: ReferralStep,
    /// Reason or result; needed to refuse and to hold.
    #[serde(default)]
    pub words: String,
    /// Name of the person who answers, up to 40 characters.
    #[serde(default)]
    pub by: String,
}

impl OfficeAnswer {
    /// Checks that an office may take the step at all, and trims its texts.
    ///
    /// # Errors
    /// [`Error::Invalid`](crate::Error::Invalid) for `step`, `words` and `by`.
    pub fn checked(self) -> Result<Self> {
        let mut checks = Checks::default();
        checks.ensure("step", self.step.is_answer(), Code::Unknown);
        let least = if self.step.needs_reason() { 2 } else { 0 };
        let words = checks.take("words", text::words(&self.words, least, 500)).unwrap_or_default();
        let by = checks.take("by", text::line(&self.by, 1, 40)).unwrap_or_default();
        checks.done()?;
        Ok(OfficeAnswer { words, by, ..self })
    }
}

/// A referral as the receiving office reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct OfficeView {
    /// Number of the referral.
    pub id: ReferralId,
    /// Name of the office.
    pub organisation_name: String,
    /// Name of the service.
    pub service_name: String,
    /// How fast it answers.
    pub class: TimeClass,
    /// Its state.
    pub state: ReferralState,
    /// Whether it may be put on hold once more.
    pub may_hold: bool,
    /// Name of the family's area.
    pub area_name: String,
    /// When it was sent.
    pub sent: Timestamp,
    /// By when the next step is due, if the office has it.
    pub due: Option<Timestamp>,
    /// Name of the account that sent it.
    pub sender: String,
    /// Name of the household's contact, if the family agreed.
    pub name: Option<String>,
    /// Its phone, if the family agreed.
    pub phone: Option<String>,
    /// Its address, if the family agreed.
    pub address: Option<String>,
    /// What is needed, if the family agreed.
    pub need: Option<String>,
}

/// A referral in the list of its receiving office: nothing about a family but its area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct OfficeReferral {
    /// Number of the referral.
    pub id: ReferralId,
    /// Name of the service.
    pub service_name: String,
    /// Its state.
    pub state: ReferralState,
    /// Name of the family's area.
    pub area_name: String,
    /// By when the next step is due, if the office has it.
    pub due: Option<Timestamp>,
    /// Whether the office is late with that step.
    pub late: bool,
}

/// What the cover of a link shows: nothing about a family.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct OfficeCover {
    /// Name of the office.
    pub organisation_name: String,
    /// Name of the service.
    pub service_name: String,
    /// State of the referral.
    pub state: ReferralState,
    /// Until when the link works.
    pub ends: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_passed_on_needs_a_person_who_agreed() {
        let now = 1_790_784_000 + 9 * 3600;
        let sharing = |what: Vec<Shared>, whom: &str, at| {
            Sharing { what, whom: whom.into(), how: AskedHow::Visit, at }.checked(now)
        };
        assert!(sharing(vec![Shared::Phone], "", now).is_err() && sharing(vec![Shared::Phone], "妈妈", 0).is_err());
        let agreed = sharing(vec![Shared::Phone, Shared::Name, Shared::Phone], " 妈妈 ", now).expect("valid");
        assert_eq!((agreed.stored().as_str(), agreed.whom.as_str()), ("name,phone", "妈妈"));
        assert_eq!(Sharing::what_of(&agreed.stored()), Ok(vec![Shared::Name, Shared::Phone]));
        assert_eq!(sharing(Vec::new(), "妈妈", now), Ok(Sharing::nothing()));
        assert_eq!((Sharing::what_of(""), Sharing::what_of("x")), (Ok(Vec::new()), Err(Code::Unknown)));
    }

    #[test]
    fn an_office_gives_a_reason_where_it_does_not_help() {
        let answer =
            |step, words: &str| OfficeAnswer { step, words: words.into(), by: "小王".into() }.checked().is_ok();
        assert!(answer(ReferralStep::Accept, "") && answer(ReferralStep::SayFull, ""));
        assert!(!answer(ReferralStep::Refuse, " ") && answer(ReferralStep::Refuse, "不归我们管"));
        assert!(!answer(ReferralStep::Hold, "") && !answer(ReferralStep::Confirm, "x"));
    }
}
