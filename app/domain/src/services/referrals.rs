//! Referrals of a family to another office: their states, who may take which step, and the clock of each state.

mod records;

use serde::{Deserialize, Serialize};

use super::{ServiceId, TimeClass, office::Sharing};
use crate::{Code, DAY, Error, Result, Timestamp, casework::cases::CaseId, error::Checks, text};

pub use records::{LinkUse, Referral, ReferralFile, ReferralLine};

/// Row id of a referral.
pub type ReferralId = i64;

/// Days in which a draft is sent.
pub const DRAFT_DAYS: Timestamp = 3;
/// Days in which the sender finds another way after a refusal.
pub const ANOTHER_WAY_DAYS: Timestamp = 2;
/// Days in which the family is asked whether what was done is right.
pub const CONFIRM_DAYS: Timestamp = 7;
/// Days for which an office may put a referral on hold, from the first time on.
pub const HOLD_DAYS: Timestamp = 15;
/// Times that an office may put a referral on hold.
pub const MOST_HOLDS: i64 = 3;
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

    /// By when the next step is due in this state, since `now`; `None` once it has ended. For one on hold `now` is when
    /// it was put on hold first, so that an office cannot stop the clock again and again.
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
    /// Reason or result, up to 500 characters; needed to refuse, hold, cancel and, for the sender, to dispute.
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
        // A family that does not write much says "not solved" by one tap.
        let least = if self.step.needs_reason() && party != Family { 2 } else { 0 };
        let words = checks.take("words", text::words(&self.words, least, 500)).unwrap_or_default();
        let asks = party == Sender && matches!(self.step, Confirm | Dispute);
        let whom = checks.take("whom", text::line(&self.whom, usize::from(asks), 40)).unwrap_or_default();
        checks.ensure("service", self.step != Redirect || self.service.is_some_and(|id| id > 0), Code::Required);
        checks.done()?;
        Ok(StepTaken { words, whom, ..self })
    }
}

#[cfg(test)]
mod tests;
