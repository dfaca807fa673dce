//! Referrals of a family to another office: their states, who may take which step, and the clock of each state.

use serde::{Deserialize, Serialize};

use super::{ServiceId, TimeClass, office::Sharing};
use crate::{
    Code, DAY, Error, Result, Timestamp, accounts::OrganisationId, casework::cases::CaseId, error::Checks,
    households::HouseholdId, text,
};

/// Row id of a referral.
pub type ReferralId = i64;

/// Days in which a draft is sent.
pub const DRAFT_DAYS: Timestamp = 3;
/// Days in which the sender finds another way after a refusal.
pub const ANOTHER_WAY_DAYS: Timestamp = 2;
/// Days in which the family is asked whether what was done is right.
pub const CONFIRM_DAYS: Timestamp = 7;
/// Days for which an office may put a referral on hold.
pub const HOLD_DAYS: Timestamp = 15;
/// Days for which a link of an office works at most.
pub const LINK_DAYS: Timestamp = 60;
/// Days between two notices to the highest level, above which nothing can climb.
pub const TOP_DAYS: Timestamp = 3;
/// Referrals of a household that may be under way.
pub const OPEN_REFERRALS: i64 = 20;

/// State of a referral.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReferralState {
    /// Written, not sent.
    Draft,
    /// Sent; the office has not opened it.
    Sent,
    /// The office has opened it.
    Seen,
    /// The office takes it.
    Accepted,
    /// The office does not, with a reason.
    Refused,
    /// The office has no place at present.
    Full,
    /// The office works on it.
    UnderWay,
    /// The office waits for something, with a reason.
    OnHold,
    /// The office says that it is done.
    Done,
    /// The family says so, too.
    Confirmed,
    /// The family says that it is not.
    Disputed,
    /// The sender took it back, or the family's file ended.
    Cancelled,
}

crate::text_enum!(ReferralState {
    Draft = "draft", Sent = "sent", Seen = "seen", Accepted = "accepted", Refused = "refused", Full = "full",
    UnderWay = "under_way", OnHold = "on_hold", Done = "done", Confirmed = "confirmed", Disputed = "disputed",
    Cancelled = "cancelled",
});

/// A step that changes the state of a referral.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReferralStep {
    /// Send it.
    Send,
    /// Open it.
    See,
    /// Take it.
    Accept,
    /// Refuse it.
    Refuse,
    /// Say that there is no place.
    SayFull,
    /// Work on it.
    Start,
    /// Wait for something.
    Hold,
    /// Say that it is done.
    Finish,
    /// Say that what was done is right.
    Confirm,
    /// Say that it is not.
    Dispute,
    /// Send it to another service.
    Redirect,
    /// Take it back.
    Cancel,
}

crate::text_enum!(ReferralStep {
    Send = "send", See = "see", Accept = "accept", Refuse = "refuse", SayFull = "say_full", Start = "start",
    Hold = "hold", Finish = "finish", Confirm = "confirm", Dispute = "dispute", Redirect = "redirect",
    Cancel = "cancel",
});

/// Who takes a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// Caseworkers of the family's area.
    Sender,
    /// The receiving office, by its accounts or its link.
    Office,
    /// The family itself.
    Family,
}

crate::text_enum!(Party { Sender = "sender", Office = "office", Family = "family" });

use Party::{Family, Office, Sender};
use ReferralState::{
    Accepted, Cancelled, Confirmed, Disputed, Done, Draft, Full, OnHold, Refused, Seen, Sent, UnderWay,
};
use ReferralStep::{Accept, Cancel, Confirm, Dispute, Finish, Hold, Redirect, Refuse, SayFull, See, Send, Start};

/// A row of the table: step, states that allow it, the state that follows, and who may take it.
type Rule = (ReferralStep, &'static [ReferralState], ReferralState, &'static [Party]);

/// Who may set which state. What is not listed is refused.
pub const RULES: [Rule; 12] = [
    (Send, &[Draft], Sent, &[Sender]),
    (See, &[Sent], Seen, &[Office]),
    (Accept, &[Sent, Seen], Accepted, &[Office]),
    (Refuse, &[Sent, Seen], Refused, &[Office]),
    (SayFull, &[Sent, Seen], Full, &[Office]),
    (Start, &[Accepted, OnHold, Disputed], UnderWay, &[Office]),
    (Hold, &[Accepted, UnderWay], OnHold, &[Office]),
    (Finish, &[Accepted, UnderWay, OnHold, Disputed], Done, &[Office]),
    // The sender by asking the family, whom it names.
    (Confirm, &[Done], Confirmed, &[Family, Sender]),
    (Dispute, &[Done], Disputed, &[Family, Sender]),
    (Redirect, &[Refused, Full], Sent, &[Sender]),
    (Cancel, &[Draft, Sent, Seen, Accepted, Refused, Full, UnderWay, OnHold, Disputed], Cancelled, &[Sender]),
];

impl ReferralStep {
    fn rule(self) -> Rule {
        // Every step has one row, which a test holds.
        RULES.into_iter().find(|(step, ..)| *step == self).unwrap_or(RULES[0])
    }

    /// Whether it is an answer of an office.
    #[must_use]
    pub fn is_answer(self) -> bool {
        self != See && self.rule().3.contains(&Office)
    }

    /// Whether it is refused without a reason.
    #[must_use]
    pub fn needs_reason(self) -> bool {
        matches!(self, Refuse | Hold | Cancel | Dispute)
    }
}

impl ReferralState {
    /// The state after a step of a party.
    ///
    /// # Errors
    /// [`Code::NotAllowed`] if the step is not that party's; [`Code::WrongState`] if this state does not allow it.
    pub fn after(self, step: ReferralStep, party: Party) -> Result<ReferralState> {
        let (_, from, to, parties) = step.rule();
        match (parties.contains(&party), from.contains(&self)) {
            (false, _) => Err(Error::NotAllowed(Code::NotAllowed)),
            (true, false) => Err(Error::Conflict(Code::WrongState)),
            (true, true) => Ok(to),
        }
    }

    /// Steps that a party may take in this state, in the order of the table.
    #[must_use]
    pub fn steps(self, party: Party) -> Vec<ReferralStep> {
        ReferralStep::ALL.iter().copied().filter(|step| self.after(*step, party).is_ok()).collect()
    }

    /// Who has the next step; `None` once it has ended. For what is done the sender asks a family that says nothing.
    #[must_use]
    pub fn owner(self) -> Option<Party> {
        match self {
            Draft | Refused | Full | Done => Some(Sender),
            Sent | Seen | Accepted | UnderWay | OnHold | Disputed => Some(Office),
            Confirmed | Cancelled => None,
        }
    }

    /// Whether the office reads it through its link: from sending until it has ended or the office is out of it.
    #[must_use]
    pub fn is_open_to_office(self) -> bool {
        matches!(self, Sent | Seen | Accepted | UnderWay | OnHold | Done | Disputed)
    }

    /// Whether the office has answered whether it takes it.
    #[must_use]
    pub fn is_answered(self) -> bool {
        !matches!(self, Draft | Sent | Seen)
    }

    /// By when the next step is due in this state, since `now`; `None` once it has ended.
    #[must_use]
    pub fn due(self, class: TimeClass, sent: Timestamp, now: Timestamp) -> Option<Timestamp> {
        match self {
            Draft => Some(now + DRAFT_DAYS * DAY),
            Sent | Seen => Some(class.answer_by(sent)),
            Accepted | UnderWay => Some(class.done_by(sent)),
            Disputed => Some(class.done_by(now)),
            OnHold => Some(now + HOLD_DAYS * DAY),
            Refused | Full => Some(now + ANOTHER_WAY_DAYS * DAY),
            Done => Some(now + CONFIRM_DAYS * DAY),
            Confirmed | Cancelled => None,
        }
    }
}

/// How far the notices about a step have come. Reminders are few: one before, one at the time, then the next level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// None was sent.
    Nothing,
    /// The one before the time was sent.
    Before,
    /// The one at the time was sent; what follows climbs.
    AtTime,
}

crate::text_enum!(Told { Nothing = "nothing", Before = "before", AtTime = "at_time" });

/// Returns when the notice before a time is due: a day before, or a quarter of a shorter wait.
#[must_use]
pub fn reminder(now: Timestamp, due: Timestamp) -> Timestamp {
    let wait = (due - now).max(0);
    due - if wait > 2 * DAY { DAY } else { wait / 4 }
}

/// A referral to be drafted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewReferral {
    /// Service that is asked.
    pub service: ServiceId,
    /// Case of the household that it belongs to, if any.
    #[serde(default)]
    pub case: Option<CaseId>,
    /// What is needed, 2 to 500 characters.
    pub need: String,
    /// What the family agreed to pass on.
    pub sharing: Sharing,
    /// Whether it is sent at once; else it is a draft.
    #[serde(default)]
    pub send: bool,
}

impl NewReferral {
    /// Trims and validates.
    ///
    /// # Errors
    /// [`Error::Invalid`] for `service`, `need` and the fields of the sharing.
    pub fn checked(self, now: Timestamp) -> Result<Self> {
        let mut checks = Checks::default();
        checks.ensure("service", self.service > 0, Code::Required);
        let need = checks.take("need", text::words(&self.need, 2, 500)).unwrap_or_default();
        checks.done()?;
        let sharing = self.sharing.checked(now)?;
        Ok(NewReferral { need, sharing, ..self })
    }
}

/// A step with its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct StepTaken {
    /// The step.
    pub step: ReferralStep,
    /// Reason or result, up to 500 characters; needed to refuse, hold, cancel and dispute.
    #[serde(default)]
    pub words: String,
    /// Whom of the family the sender asked; needed when the sender confirms or disputes.
    #[serde(default)]
    pub whom: String,
    /// Service to redirect to.
    #[serde(default)]
    pub service: Option<ServiceId>,
}

impl StepTaken {
    /// A step without words.
    #[must_use]
    pub fn plain(step: ReferralStep) -> Self {
        StepTaken { step, words: String::new(), whom: String::new(), service: None }
    }

    /// Trims and validates the texts for a party.
    ///
    /// # Errors
    /// [`Error::Invalid`] for `words`, `whom` and `service`.
    pub fn checked(self, party: Party) -> Result<Self> {
        let mut checks = Checks::default();
        let least = if self.step.needs_reason() { 2 } else { 0 };
        let words = checks.take("words", text::words(&self.words, least, 500)).unwrap_or_default();
        let asks = party == Sender && matches!(self.step, Confirm | Dispute);
        let whom = checks.take("whom", text::line(&self.whom, usize::from(asks), 40)).unwrap_or_default();
        checks.ensure("service", self.step != Redirect || self.service.is_some_and(|id| id > 0), Code::Required);
        checks.done()?;
        Ok(StepTaken { words, whom, ..self })
    }
}

/// A referral as a row of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Referral {
    /// Row id.
    pub id: ReferralId,
    /// Household that it belongs to.
    pub household: HouseholdId,
    /// Name of its area.
    pub area_name: String,
    /// Case that it belongs to, if any.
    pub case: Option<CaseId>,
    /// Service that is asked.
    pub service: ServiceId,
    /// Name of the service.
    pub service_name: String,
    /// Organisation of the service.
    pub organisation: OrganisationId,
    /// Name of that organisation.
    pub organisation_name: String,
    /// Class of time.
    pub class: TimeClass,
    /// Its state.
    pub state: ReferralState,
    /// Who has the next step.
    pub owner: Option<Party>,
    /// Name of the account that sends it.
    pub sender: String,
    /// By when the next step is due; none once it has ended.
    pub due: Option<Timestamp>,
    /// Whether that time has passed.
    pub late: bool,
    /// How often it went up because it was late.
    pub climbs: i64,
    /// Name of the account that it climbed to, or empty.
    pub in_charge: String,
    /// When it was drafted.
    pub created: Timestamp,
    /// When it was last sent; none for a draft.
    pub sent: Option<Timestamp>,
    /// When the office said whether it takes it.
    pub answered: Option<Timestamp>,
    /// When the office said that it is done.
    pub done: Option<Timestamp>,
}

/// A line of a referral's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ReferralLine {
    /// State that it came to.
    pub state: ReferralState,
    /// Who took the step; none for the clock, when it climbed or its file ended.
    pub party: Option<Party>,
    /// When.
    pub at: Timestamp,
    /// Name of the account, or of the person in the office; empty for the family and the clock.
    pub by: String,
    /// Name of the account that it climbed to, or empty.
    pub about: String,
    /// Reason or result, or empty; masked for readers who do not see the file unmasked.
    pub words: String,
}

/// A use of the office's link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LinkUse {
    /// When.
    pub at: Timestamp,
    /// `opened`, or the step that was answered.
    pub what: String,
}

/// A referral with everything that its page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ReferralFile {
    /// The referral.
    #[serde(flatten)]
    pub referral: Referral,
    /// What is needed, or empty while masked.
    pub need: String,
    /// What the family agreed to pass on; without the person's name while masked.
    pub sharing: Sharing,
    /// When the family took that back; none while it holds.
    pub stopped: Option<Timestamp>,
    /// Its history, the newest first, at most 100 lines.
    pub lines: Vec<ReferralLine>,
    /// Uses of the office's link, the newest first, at most 50.
    pub uses: Vec<LinkUse>,
    /// Until when the office's link works; none without one.
    pub link_ends: Option<Timestamp>,
    /// Steps that the reader may take.
    pub steps: Vec<ReferralStep>,
    /// Whether the reader may make a link for the office.
    pub may_link: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every step of every party in every state, held against the design: what is not listed is refused.
    #[test]
    fn only_the_listed_steps_are_allowed_and_only_to_their_parties() {
        let mut allowed = 0;
        for from in ReferralState::ALL {
            for step in ReferralStep::ALL {
                for party in Party::ALL {
                    let rule = RULES
                        .iter()
                        .find(|(s, states, _, parties)| s == step && states.contains(from) && parties.contains(party));
                    assert_eq!(from.after(*step, *party).ok(), rule.map(|rule| rule.2), "{from:?} {step:?} {party:?}");
                    allowed += usize::from(rule.is_some());
                }
            }
        }
        assert_eq!(allowed, 32);
        for step in ReferralStep::ALL {
            assert_eq!(RULES.iter().filter(|(s, ..)| s == step).count(), 1, "{step:?} has one row");
        }
    }

    #[test]
    fn every_state_has_an_owner_with_a_step_and_a_clock_or_is_an_end() {
        for state in ReferralState::ALL {
            let due = state.due(TimeClass::Days7, 1000, 2000);
            assert_eq!(state.owner().is_some(), due.is_some(), "{state:?}");
            match state.owner() {
                Some(party) => assert!(!state.steps(party).is_empty(), "{state:?} of {party:?}"),
                None => assert!(Party::ALL.iter().all(|party| state.steps(*party).is_empty()), "{state:?}"),
            }
            assert!(!state.is_open_to_office() || *state == Done || state.owner() == Some(Office), "{state:?}");
        }
    }

    #[test]
    fn an_office_neither_confirms_nor_takes_back_and_a_family_says_only_whether_it_is_right() {
        for state in ReferralState::ALL {
            for step in [Confirm, Dispute, Cancel, Redirect, Send] {
                assert_eq!(state.after(step, Office), Err(Error::NotAllowed(Code::NotAllowed)), "{state:?} {step:?}");
            }
            let family = if *state == Done { vec![Confirm, Dispute] } else { Vec::new() };
            assert_eq!(state.steps(Family), family, "{state:?}");
        }
        let answers: Vec<_> = ReferralStep::ALL.iter().filter(|step| step.is_answer()).collect();
        assert_eq!(answers, [&Accept, &Refuse, &SayFull, &Start, &Hold, &Finish]);
    }

    #[test]
    fn the_notice_before_a_time_comes_within_the_wait() {
        assert_eq!((reminder(0, 7 * DAY), reminder(0, 8 * 3600), reminder(50, 40)), (6 * DAY, 6 * 3600, 40));
    }

    #[test]
    fn steps_that_disappoint_need_a_reason_and_redirecting_a_service() {
        let taken = |step, words: &str, whom: &str, service| StepTaken {
            step,
            words: words.into(),
            whom: whom.into(),
            service,
        };
        assert!(taken(Cancel, "", "", None).checked(Sender).is_err());
        assert!(taken(Redirect, "", "", None).checked(Sender).is_err());
        assert!(taken(Redirect, "", "", Some(3)).checked(Sender).is_ok());
        assert!(
            taken(Confirm, "", "", None).checked(Sender).is_err() && StepTaken::plain(Confirm).checked(Family).is_ok()
        );
        assert!(taken(Confirm, "", "妈妈", None).checked(Sender).is_ok());
    }
}
