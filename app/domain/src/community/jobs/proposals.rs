//! Proposals: a job seeker is proposed for a vacancy, meets the employer, is hired or not, and is asked again later.

use serde::{Deserialize, Serialize};

use super::{VacancyId, seekers::SeekerId};
use crate::{
    Code, DAY, Error, Result, Timestamp,
    accounts::OrganisationId,
    casework::{
        cases::CaseId,
        rounds::profile::{Skill, Spoken},
    },
    households::HouseholdId,
};

/// Row id of a proposal.
pub type ProposalId = i64;
/// Row id of a later question.
pub type JobCheckId = i64;

/// Days in which staff tell the employer, and the employer answers.
pub const ANSWER_DAYS: i64 = 10;
/// Days after an interview or trial day in which the employer decides.
pub const DECIDE_DAYS: i64 = 7;
/// Days after the first day of work on which the person is asked again.
pub const CHECK_DAYS: [i64; 2] = [30, 90];
/// Days in which a later question is answered, before it counts as not answered.
pub const CHECK_OPEN_DAYS: i64 = 21;
/// Days around today in which an interview or a first day of work may be.
pub const AROUND_DAYS: i64 = 60;

/// State of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProposalState {
    /// Staff have to tell the employer.
    Proposed,
    /// The employer has to answer.
    Informed,
    /// An interview is agreed.
    Interview,
    /// A trial day is agreed.
    Trial,
    /// Hired.
    Hired,
    /// The employer said no.
    Refused,
    /// The person, or staff for it, took it back.
    Withdrawn,
    /// Not answered in time.
    NoAnswer,
    /// The person was hired elsewhere.
    Elsewhere,
    /// The posts were filled by others, or the vacancy ended.
    Filled,
    /// The household's file was closed.
    FileClosed,
}

crate::text_enum!(ProposalState {
    Proposed = "proposed", Informed = "informed", Interview = "interview", Trial = "trial", Hired = "hired",
    Refused = "refused", Withdrawn = "withdrawn", NoAnswer = "no_answer", Elsewhere = "elsewhere", Filled = "filled",
    FileClosed = "file_closed",
});

/// What changes the state of a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProposalEvent {
    /// Staff tell the employer.
    Inform,
    /// An interview or a trial day is agreed.
    Invite(JobMeeting),
    /// The person is hired.
    Hire,
    /// The employer says no.
    Refuse,
    /// The person, or staff for it, takes it back.
    Withdraw,
    /// Time passed without an answer.
    Expire,
    /// The person was hired elsewhere.
    LoseToOther,
    /// No post is left.
    Fill,
    /// The household's file is closed.
    CloseFile,
}

impl ProposalState {
    /// Whether it has a next step.
    #[must_use]
    pub fn is_live(self) -> bool {
        matches!(
            self,
            ProposalState::Proposed | ProposalState::Informed | ProposalState::Interview | ProposalState::Trial
        )
    }

    /// Whether the employer knows of it.
    #[must_use]
    pub fn is_with_employer(self) -> bool {
        self.is_live() && self != ProposalState::Proposed
    }

    /// The state after `event`.
    ///
    /// # Errors
    /// [`Code::WrongState`] if this state does not allow the event.
    pub fn after(self, event: ProposalEvent) -> Result<ProposalState> {
        let next = match event {
            ProposalEvent::Inform if self == ProposalState::Proposed => ProposalState::Informed,
            ProposalEvent::Invite(JobMeeting::Interview) if self.is_with_employer() => ProposalState::Interview,
            ProposalEvent::Invite(JobMeeting::Trial) if self.is_with_employer() => ProposalState::Trial,
            ProposalEvent::Hire if self.is_with_employer() => ProposalState::Hired,
            ProposalEvent::Refuse if self.is_with_employer() => ProposalState::Refused,
            ProposalEvent::Withdraw if self.is_live() => ProposalState::Withdrawn,
            ProposalEvent::Expire if self.is_live() => ProposalState::NoAnswer,
            ProposalEvent::LoseToOther if self.is_live() => ProposalState::Elsewhere,
            ProposalEvent::Fill if self.is_live() => ProposalState::Filled,
            ProposalEvent::CloseFile if self.is_live() => ProposalState::FileClosed,
            _ => return Err(Error::Conflict(Code::WrongState)),
        };
        Ok(next)
    }
}

/// How person and employer meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum JobMeeting {
    /// An interview.
    Interview,
    /// A trial day.
    Trial,
}

crate::text_enum!(JobMeeting { Interview = "interview", Trial = "trial" });

/// Why an employer says no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum JobRefusal {
    /// The post went to another person.
    Filled,
    /// Other skills are needed.
    Skills,
    /// The language is not enough.
    Language,
    /// The hours do not fit.
    Hours,
    /// Too far.
    Distance,
    /// No bed.
    Lodging,
    /// Papers are missing.
    Papers,
    /// The person did not come.
    Absent,
    /// The trial day did not go well.
    TrialFailed,
    /// Another reason.
    Other,
}

crate::text_enum!(JobRefusal {
    Filled = "filled", Skills = "skills", Language = "language", Hours = "hours", Distance = "distance",
    Lodging = "lodging", Papers = "papers", Absent = "absent", TrialFailed = "trial_failed", Other = "other",
});

/// Who reads why an employer said no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReasonFor {
    /// The person and its caseworkers.
    Person,
    /// Its caseworkers only.
    Staff,
}

crate::text_enum!(ReasonFor { Person = "person", Staff = "staff" });

/// What the person says to a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum JobAnswer {
    /// The employer may learn its name and phone.
    Agree,
    /// It does not want the work.
    Decline,
}

crate::text_enum!(JobAnswer { Agree = "agree", Decline = "decline" });

/// Yes or no to a later question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum JobYesNo {
    /// Yes.
    Yes,
    /// No.
    No,
}

crate::text_enum!(JobYesNo { Yes = "yes", No = "no" });

/// A proposal as the employer, the family or staff read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct JobProposal {
    /// Row id.
    pub id: ProposalId,
    /// The vacancy.
    pub vacancy: VacancyId,
    /// Its title.
    pub title: String,
    /// The employer.
    pub organisation: OrganisationId,
    /// Its name.
    pub organisation_name: String,
    /// Number of the job seeker, all that names it for the employer before it agrees.
    pub seeker: SeekerId,
    /// The household; `None` for the employer.
    pub household: Option<HouseholdId>,
    /// What the person can do.
    pub skills: Vec<Skill>,
    /// Languages it speaks.
    pub languages: Vec<Spoken>,
    /// Its state.
    pub state: ProposalState,
    /// When it was proposed.
    pub proposed: Timestamp,
    /// Whether the person agreed that the employer learns its name and phone.
    pub agreed: bool,
    /// Day of the interview, the trial, or the first day of work.
    pub day: Option<Timestamp>,
    /// By when the next step is due.
    pub answer_by: Timestamp,
    /// Why the employer said no; `None` for the family when it is not shared.
    pub reason: Option<JobRefusal>,
    /// When it ended.
    pub decided: Option<Timestamp>,
    /// Whether the reader can say yes or no for the person.
    pub may_answer: bool,
    /// Whether the reader can tell the employer.
    pub may_inform: bool,
    /// Whether the reader can invite, hire and refuse.
    pub may_decide: bool,
    /// Whether the reader can take it back.
    pub may_withdraw: bool,
    /// Whether the reader is the employer, who may reveal the contact once the person agreed.
    pub is_employer: bool,
}

/// Name and phone of a person, for its employer after a reveal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SeekerContact {
    /// Name of the person.
    pub name: String,
    /// Mobile number of the household, or empty.
    pub phone: String,
}

/// A later question to a person who was hired: still there, paid?
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct JobCheck {
    /// Row id.
    pub id: JobCheckId,
    /// The proposal that led to the work.
    pub proposal: ProposalId,
    /// The household.
    pub household: HouseholdId,
    /// What the work is called.
    pub title: String,
    /// Name of the employer.
    pub organisation_name: String,
    /// Days after the first day of work: 30 or 90.
    pub days: i64,
    /// When it is to be asked.
    pub due: Timestamp,
    /// When it was answered.
    pub answered: Option<Timestamp>,
    /// Whether nothing was answered in time, or nothing had to be asked.
    pub missed: bool,
    /// Whether the person is still there.
    pub still_there: Option<JobYesNo>,
    /// Whether it was paid.
    pub paid: Option<JobYesNo>,
    /// Wage case that "not paid" opened.
    pub case: Option<CaseId>,
    /// Whether the reader may answer now.
    pub may_answer: bool,
}

/// Checks that a day is near enough to be meant.
///
/// # Errors
/// Field `day`: [`Code::OutOfRange`] before `from` and more than [`AROUND_DAYS`] ahead.
pub fn checked_day(day: Timestamp, now: Timestamp, from: Timestamp) -> Result<Timestamp> {
    let last = now + AROUND_DAYS * DAY;
    if (from..=last).contains(&day) { Ok(day) } else { Err(Error::field("day", Code::OutOfRange)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_employer_knows_leads_to_work() {
        let interview = ProposalEvent::Invite(JobMeeting::Interview);
        let decisions = [interview, ProposalEvent::Hire, ProposalEvent::Refuse];
        for state in ProposalState::ALL {
            for event in decisions {
                assert_eq!(state.after(event).is_ok(), state.is_with_employer(), "{state:?} {event:?}");
            }
            for event in [ProposalEvent::Withdraw, ProposalEvent::Expire, ProposalEvent::LoseToOther] {
                assert_eq!(state.after(event).is_ok(), state.is_live(), "{state:?} {event:?}");
            }
        }
        assert_eq!(ProposalState::Proposed.after(ProposalEvent::Inform), Ok(ProposalState::Informed));
        assert_eq!(ProposalState::Trial.after(interview), Ok(ProposalState::Interview));
        assert!(ProposalState::Informed.after(ProposalEvent::Inform).is_err());
    }

    #[test]
    fn days_far_away_are_refused() {
        let now = 1_800_000_000;
        assert_eq!(checked_day(now + DAY, now, now), Ok(now + DAY));
        assert!(checked_day(now - 1, now, now).is_err() && checked_day(now - 1, now, now - DAY).is_ok());
        assert!(checked_day(now + (AROUND_DAYS + 1) * DAY, now, now).is_err());
    }
}
