//! Case conferences (多部门会商): several offices talk about one family with its consent, and agree what each does until
//! when. A measure is a task of an account, or a record that exists and keeps its own clock.

mod views;

use serde::{Deserialize, Serialize};

pub use self::views::{Conference, ConferenceFile, Measure, Participant};

use crate::{
    Code, DAY, Result, Timestamp,
    accounts::AccountId,
    casework::cases::{AskedHow, CaseId},
    error::Checks,
    text,
    time::Day,
};

/// Row id of a conference.
pub type ConferenceId = i64;
/// Row id of a measure.
pub type MeasureId = i64;

/// Days back for which a conference is recorded.
const BACK_DAYS: i64 = 30;
/// Most days until a task is done.
const AHEAD_DAYS: i64 = 180;
/// Days after which a late task climbs again.
pub const CLIMB_DAYS: i64 = 7;
/// Most offices, and most accounts, of a conference.
const MOST_PARTS: usize = 20;
/// Measures of a conference.
pub const MOST_MEASURES: i64 = 30;

/// What a conference is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AgendaItem {
    /// Income and aid.
    Income,
    /// Work and wages.
    Work,
    /// School.
    School,
    /// Illness and care.
    Health,
    /// A place to live.
    Housing,
    /// Papers and law.
    Papers,
    /// A child's safety and guardianship.
    Child,
    /// Trouble within the family or with neighbours.
    Conflict,
    /// Language and settling in.
    Language,
    /// Other.
    Other,
}

crate::text_enum!(AgendaItem {
    Income = "income", Work = "work", School = "school", Health = "health", Housing = "housing", Papers = "papers",
    Child = "child", Conflict = "conflict", Language = "language", Other = "other",
});

/// State of a conference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ConferenceState {
    /// Measures are open, or may be added.
    Open,
    /// All measures have ended.
    Ended,
    /// Another conference goes on with its open measures.
    Continued,
}

crate::text_enum!(ConferenceState { Open = "open", Ended = "ended", Continued = "continued" });

/// What a measure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MeasureKind {
    /// A task of an account, with a day.
    Task,
    /// A referral of the family.
    Referral,
    /// A visit of the family.
    Visit,
    /// A wish of the family.
    Wish,
}

crate::text_enum!(MeasureKind { Task = "task", Referral = "referral", Visit = "visit", Wish = "wish" });

/// State of a measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MeasureState {
    /// A task that its owner has to do.
    Open,
    /// A record, whose own state counts.
    Linked,
    /// A task that was done.
    Done,
    /// A task that could not be done.
    NotPossible,
    /// A task that was not needed any more.
    NotNeeded,
    /// A task that ended with the household's file.
    Ended,
}

crate::text_enum!(MeasureState {
    Open = "open", Linked = "linked", Done = "done", NotPossible = "not_possible", NotNeeded = "not_needed",
    Ended = "ended",
});

/// How a task ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MeasureEnd {
    /// It was done.
    Done,
    /// It could not be done.
    NotPossible,
    /// It was not needed any more.
    NotNeeded,
}

crate::text_enum!(MeasureEnd { Done = "done", NotPossible = "not_possible", NotNeeded = "not_needed" });

/// Who of the family agreed that the offices talk about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ConferenceConsent {
    /// Who of the family agreed, 1 to 40 characters.
    pub whom: String,
    /// How it was asked.
    pub how: AskedHow,
    /// When: within the last 30 days.
    pub at: Timestamp,
}

/// A conference to be recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewConference {
    /// Case of the household that it is about, if any.
    #[serde(default)]
    pub case: Option<CaseId>,
    /// Conference that it continues, if any; its open measures become this one's.
    #[serde(default)]
    pub previous: Option<ConferenceId>,
    /// When it was held: within the last 30 days.
    pub held: Timestamp,
    /// What it was about, at least one.
    pub agenda: Vec<AgendaItem>,
    /// Accounts that took part: caseworkers and coordinators of the family's area.
    pub accounts: Vec<AccountId>,
    /// Offices and services that took part, by name, each up to 40 characters.
    #[serde(default)]
    pub offices: Vec<String>,
    /// Who of the family agreed.
    pub consent: ConferenceConsent,
    /// What was agreed, up to 2,000 characters.
    #[serde(default)]
    pub words: String,
}

impl NewConference {
    /// Trims and validates the fields.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] for `held`, `agenda`, `accounts`, `offices` (several have to take part), `whom`, `how`,
    /// `at` and `words`.
    pub fn checked(self, now: Timestamp) -> Result<Self> {
        let mut checks = Checks::default();
        let recent = |at: Timestamp| at <= Day::of(now).end() && at > now - BACK_DAYS * DAY;
        // Times of forms are ends of days, so today's lies ahead.
        checks.ensure("held", recent(self.held), Code::OutOfRange);
        checks.ensure("at", recent(self.consent.at), Code::OutOfRange);
        checks.ensure("agenda", !self.agenda.is_empty(), Code::Required);
        let whom = checks.take("whom", text::line(&self.consent.whom, 1, 40)).unwrap_or_default();
        // A consent on its own page would be the family's own act, which this is not.
        checks.ensure("how", self.consent.how != AskedHow::Page, Code::Unknown);
        let words = checks.take("words", text::words(&self.words, 0, 2000)).unwrap_or_default();
        let mut offices = Vec::new();
        for office in &self.offices {
            let office = checks.take("offices", text::line(office, 0, 40)).unwrap_or_default();
            if !office.is_empty() && !offices.contains(&office) {
                offices.push(office);
            }
        }
        let accounts = unique(self.accounts);
        checks.ensure("offices", offices.len() <= MOST_PARTS, Code::TooLong);
        checks.ensure("accounts", accounts.len() <= MOST_PARTS, Code::TooLong);
        checks.ensure("offices", offices.len() + accounts.len() >= 2, Code::Required);
        checks.done()?;
        let consent = ConferenceConsent { whom, at: self.consent.at.min(now), ..self.consent };
        let agenda = unique(self.agenda);
        Ok(NewConference { held: self.held.min(now), agenda, accounts, offices, consent, words, ..self })
    }
}

fn unique<T: PartialEq>(values: Vec<T>) -> Vec<T> {
    let mut once = Vec::with_capacity(values.len());
    for value in values {
        if !once.contains(&value) {
            once.push(value);
        }
    }
    once
}

/// A measure to be added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NewMeasure {
    /// What it is.
    pub kind: MeasureKind,
    /// The record, for all but a task.
    #[serde(default)]
    pub record: Option<i64>,
    /// Account that does a task; it took part.
    #[serde(default)]
    pub owner: Option<AccountId>,
    /// What is to be done, 1 to 300 characters for a task.
    #[serde(default)]
    pub words: String,
    /// Until when a task is done: within 180 days.
    #[serde(default)]
    pub due: Option<Timestamp>,
}

impl NewMeasure {
    /// Trims and validates the fields; of a record what belongs to tasks is left out.
    ///
    /// # Errors
    /// [`crate::Error::Invalid`] for `record`, or `owner`, `words` and `due` of a task.
    pub fn checked(self, now: Timestamp) -> Result<Self> {
        let mut checks = Checks::default();
        let is_task = self.kind == MeasureKind::Task;
        let words = checks.take("words", text::words(&self.words, usize::from(is_task), 300)).unwrap_or_default();
        if !is_task {
            checks.ensure("record", self.record.is_some_and(|id| id > 0), Code::Required);
            checks.done()?;
            return Ok(NewMeasure { owner: None, due: None, words, ..self });
        }
        checks.ensure("owner", self.owner.is_some_and(|id| id > 0), Code::Required);
        let last = Day::of(now).plus(AHEAD_DAYS).end();
        checks.ensure("due", self.due.is_some(), Code::Required);
        checks.ensure("due", self.due.is_none_or(|due| due > now && due <= last), Code::OutOfRange);
        checks.done()?;
        Ok(NewMeasure { record: None, words, ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;

    const NOW: Timestamp = 1_790_784_000;

    fn new() -> NewConference {
        NewConference {
            case: None,
            previous: None,
            held: NOW,
            agenda: vec![AgendaItem::School, AgendaItem::School],
            accounts: vec![7, 7],
            offices: vec![" 区教育局 ".into(), "区教育局".into(), String::new()],
            consent: ConferenceConsent { whom: "妈妈".into(), how: AskedHow::Visit, at: NOW },
            words: String::new(),
        }
    }

    #[test]
    fn several_take_part_once_each_and_the_family_agreed() {
        let checked = new().checked(NOW).expect("valid");
        assert_eq!((checked.accounts, checked.offices, checked.agenda.len()), (vec![7], vec!["区教育局".into()], 1));
        let alone = NewConference { offices: Vec::new(), ..new() };
        assert_eq!(alone.checked(NOW), Err(Error::field("offices", Code::Required)));
        let consent = ConferenceConsent { how: AskedHow::Page, ..new().consent };
        assert_eq!(NewConference { consent, ..new() }.checked(NOW), Err(Error::field("how", Code::Unknown)));
    }

    #[test]
    fn a_task_has_an_owner_and_a_day_and_a_record_its_own() {
        let task = NewMeasure {
            kind: MeasureKind::Task,
            record: Some(3),
            owner: Some(7),
            words: "联系学校".into(),
            due: Some(NOW + DAY),
        };
        assert_eq!(task.clone().checked(NOW).expect("valid").record, None);
        let late = NewMeasure { due: Some(NOW), ..task.clone() };
        assert_eq!(late.checked(NOW), Err(Error::field("due", Code::OutOfRange)));
        let record = NewMeasure { kind: MeasureKind::Wish, record: None, ..task };
        assert_eq!(record.checked(NOW), Err(Error::field("record", Code::Required)));
    }
}
