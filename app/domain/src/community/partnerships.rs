//! Partnerships (共建协议) of organisations and areas: what, from when, until when. One partner proposes, the other
//! agrees; the clock starts it, reminds both before its end, and ends it.

use serde::{Deserialize, Serialize};

use crate::{
    Code, DAY, Error, Result, Timestamp, accounts::OrganisationId, areas::AreaId, community::organisations::Offering,
    error::Checks, text,
};

/// Row id of a partnership.
pub type PartnershipId = i64;

/// Days in which the other partner answers a proposal.
pub const ANSWER_DAYS: Timestamp = 30;
/// Days before its end at which both partners are asked to renew a partnership.
pub const RENEW_DAYS: Timestamp = 30;
/// Days that a partnership lasts at most, from the day it is proposed or renewed.
pub const MOST_DAYS: Timestamp = 5 * 366;

/// A partner of a partnership or a pledge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Partner {
    /// The organisation: members who may act for it.
    Organisation,
    /// The area: those who keep its organisations.
    Area,
}

crate::text_enum!(Partner { Organisation = "organisation", Area = "area" });

/// State of a partnership.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PartnershipState {
    /// Waits for the answer of the other partner.
    Proposed,
    /// Both agreed; its first day is still to come.
    Agreed,
    /// Runs.
    Running,
    /// Over, with a reason.
    Ended,
    /// The other partner declined.
    Declined,
    /// The partner that proposed it took it back.
    Withdrawn,
    /// Not answered in time.
    Lapsed,
}

crate::text_enum!(PartnershipState {
    Proposed = "proposed", Agreed = "agreed", Running = "running", Ended = "ended", Declined = "declined",
    Withdrawn = "withdrawn", Lapsed = "lapsed",
});

/// What moves a partnership on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartnershipStep {
    /// The other partner agrees.
    Accept,
    /// The other partner declines.
    Decline,
    /// The partner that proposed it takes it back.
    Withdraw,
    /// The time to answer is over.
    Lapse,
    /// Its first day has come.
    Start,
    /// It ends.
    End,
}

impl PartnershipState {
    /// Returns the state after a step.
    ///
    /// # Errors
    /// [`Code::WrongState`] when the step is not possible.
    pub fn after(self, step: PartnershipStep) -> Result<PartnershipState> {
        match (self, step) {
            (PartnershipState::Proposed, PartnershipStep::Accept) => Ok(PartnershipState::Agreed),
            (PartnershipState::Proposed, PartnershipStep::Decline) => Ok(PartnershipState::Declined),
            (PartnershipState::Proposed, PartnershipStep::Withdraw) => Ok(PartnershipState::Withdrawn),
            (PartnershipState::Proposed, PartnershipStep::Lapse) => Ok(PartnershipState::Lapsed),
            (PartnershipState::Agreed, PartnershipStep::Start) => Ok(PartnershipState::Running),
            (PartnershipState::Agreed | PartnershipState::Running, PartnershipStep::End) => Ok(PartnershipState::Ended),
            _ => Err(Error::Conflict(Code::WrongState)),
        }
    }

    /// Whether it has a next step.
    #[must_use]
    pub fn is_live(self) -> bool {
        matches!(self, PartnershipState::Proposed | PartnershipState::Agreed | PartnershipState::Running)
    }
}

/// Why a partnership ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PartnershipEnd {
    /// Its last day has passed.
    Over,
    /// What was agreed is done.
    Done,
    /// The area does not need it any more.
    NotNeeded,
    /// The organisation has no means any more.
    NoMeans,
    /// It was not kept.
    NotKept,
    /// Another partnership takes its place.
    Changed,
    /// The organisation was closed.
    OrganisationClosed,
    /// Another reason.
    Other,
}

crate::text_enum!(PartnershipEnd {
    Over = "over", Done = "done", NotNeeded = "not_needed", NoMeans = "no_means", NotKept = "not_kept",
    Changed = "changed", OrganisationClosed = "organisation_closed", Other = "other",
});

impl PartnershipEnd {
    /// Reasons that people choose from; the others are those of the clock.
    pub const CHOICES: &[PartnershipEnd] = &[
        PartnershipEnd::Done,
        PartnershipEnd::NotNeeded,
        PartnershipEnd::NoMeans,
        PartnershipEnd::NotKept,
        PartnershipEnd::Changed,
        PartnershipEnd::Other,
    ];
}

/// Answer of the other partner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PartnershipAnswer {
    /// Yes.
    Accept,
    /// No.
    Decline,
}

crate::text_enum!(PartnershipAnswer { Accept = "accept", Decline = "decline" });

/// Which partnerships a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PartnershipList {
    /// Those that wait for an answer of the area.
    Waiting,
    /// Those with a next step.
    #[default]
    Live,
    /// Those that are over.
    Over,
}

crate::text_enum!(PartnershipList { Waiting = "waiting", Live = "live", Over = "over" });

/// A partnership to be proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewPartnership {
    /// The organisation; the caller's own for a member who acts for it.
    #[serde(default)]
    pub organisation: OrganisationId,
    /// The area.
    pub area: AreaId,
    /// What it is about.
    pub what: Offering,
    /// What exactly, 1 to 200 characters, without the name of any family.
    pub words: String,
    /// First moment of its first day; 0 for now.
    #[serde(default)]
    pub starts: Timestamp,
    /// Last second of its last day.
    pub until: Timestamp,
}

impl NewPartnership {
    /// Normalises the fields and validates them.
    ///
    /// # Errors
    /// [`Error::Invalid`] for `words`, `starts` and `until`.
    pub fn checked(self, now: Timestamp) -> Result<Self> {
        let starts = if self.starts == 0 { now } else { self.starts };
        let mut checks = Checks::default();
        let words = checks.take("words", text::line(&self.words, 1, 200));
        checks.ensure("starts", starts > now - DAY && starts < now + MOST_DAYS * DAY, Code::OutOfRange);
        let fits = self.until > starts && self.until > now && self.until <= now + MOST_DAYS * DAY;
        checks.ensure("until", fits, if self.until == 0 { Code::Required } else { Code::OutOfRange });
        checks.done()?;
        Ok(NewPartnership { words: words.unwrap_or_default(), starts, ..self })
    }
}

/// A partnership as both partners and staff read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Partnership {
    /// Row id.
    pub id: PartnershipId,
    /// The organisation.
    pub organisation: OrganisationId,
    /// Its name.
    pub organisation_name: String,
    /// The area.
    pub area: AreaId,
    /// Its name.
    pub area_name: String,
    /// What it is about.
    pub what: Offering,
    /// What exactly.
    pub words: String,
    /// Its state.
    pub state: PartnershipState,
    /// Partner that proposed it.
    pub partner: Partner,
    /// First moment of its first day.
    pub starts: Timestamp,
    /// Last second of its last day.
    pub until: Timestamp,
    /// When it was proposed.
    pub proposed: Timestamp,
    /// By when the other partner answers.
    pub answer_by: Option<Timestamp>,
    /// Until when a partner wants it to run.
    pub renewal: Option<Timestamp>,
    /// The partner that wants that.
    pub renewal_partner: Option<Partner>,
    /// How often it was renewed.
    pub renewals: i64,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// Why.
    pub reason: Option<PartnershipEnd>,
    /// Partner for which the reader acts; `None` for readers alone.
    pub mine: Option<Partner>,
}

impl Partnership {
    /// Whether the reader has to answer the proposal.
    #[must_use]
    pub fn may_answer(&self) -> bool {
        self.state == PartnershipState::Proposed && self.mine.is_some_and(|mine| mine != self.partner)
    }

    /// Whether the reader may end it or take it back.
    #[must_use]
    pub fn may_end(&self) -> bool {
        self.state.is_live() && self.mine.is_some() && !self.may_answer()
    }

    /// Whether the reader may ask for another end, or agree to the one that is asked for.
    #[must_use]
    pub fn may_renew(&self) -> bool {
        self.state == PartnershipState::Running && self.mine.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partnership_is_answered_once_and_ends_once() {
        let agreed = PartnershipState::Proposed.after(PartnershipStep::Accept);
        assert_eq!(agreed, Ok(PartnershipState::Agreed));
        assert_eq!(PartnershipState::Agreed.after(PartnershipStep::Start), Ok(PartnershipState::Running));
        assert_eq!(PartnershipState::Running.after(PartnershipStep::End), Ok(PartnershipState::Ended));
        for over in PartnershipState::ALL.iter().filter(|state| !state.is_live()) {
            assert_eq!(over.after(PartnershipStep::End), Err(Error::Conflict(Code::WrongState)));
            assert_eq!(over.after(PartnershipStep::Accept), Err(Error::Conflict(Code::WrongState)));
        }
    }

    #[test]
    fn a_partnership_ends_after_it_starts() {
        let new = NewPartnership {
            organisation: 1,
            area: 2,
            what: Offering::Goods,
            words: "每月米面".into(),
            starts: 0,
            until: 100 * DAY,
        };
        assert_eq!(new.clone().checked(DAY).map(|new| new.starts), Ok(DAY));
        let late = NewPartnership { starts: 200 * DAY, ..new.clone() };
        assert!(late.checked(DAY).is_err() && NewPartnership { until: 0, ..new }.checked(DAY).is_err());
    }
}
