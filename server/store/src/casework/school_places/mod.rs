//! School places: rules of districts, and the case of each child. A case is locked by its household's row.
//! Its dates are computed in `settle` only: when staff write to it, when a rule changes, and once a day.

pub(crate) mod clocks;
pub mod closing;
mod details;
pub mod facts;
pub(crate) mod files;
pub mod opening;
pub mod rules;
pub mod schools;
pub mod views;

use domain::{
    Code, DAY, Timestamp,
    accounts::AccountId,
    casework::school_places::{
        SchoolAnswer, SchoolPlaceId, SchoolPlaceState,
        engine::{Application, Outlook, SchoolFacts, SchoolStanding, SchoolStepKind},
        is_news, owner_due, reminder_after,
    },
    events::{Event, OfSchoolPlace},
    households::HouseholdId,
    permission::Action,
    time::Day,
};

use self::rules::{RuleRow, rule_for};
use crate::{
    Conn, Error, Refusal, Result, Tx,
    crypto::{secret::Secret, vault::Vault},
    db::{
        area_filter::must_be_of_others,
        locks::{HeldFile, Writers, lock_and_read, lock_file},
        sql::{parse, row, rows, run, values},
    },
};

#[derive(sqlx::FromRow)]
struct LockedRow {
    household: i64,
    member: i64,
    state: String,
    owner: i64,
    facts: String,
    asked: i64,
    consented: i64,
    rule: i64,
    standing: String,
    first_day: i64,
    step: String,
    last_day: i64,
    reminder: i64,
    due: i64,
    due_told: bool,
    level: String,
    climb_at: i64,
    family_said: String,
    family_said_at: i64,
    outcome: String,
    not_before: i64,
    closed: i64,
    wake: i64,
}

/// Case whose household's row is locked until commit, as it was read after the lock.
pub(crate) struct LockedPlace {
    pub id: SchoolPlaceId,
    pub file: HeldFile,
    /// The child, or 0 after it left the file.
    pub member: i64,
    pub state: SchoolPlaceState,
    pub owner: AccountId,
    pub facts: Option<SchoolFacts>,
    pub asked: Timestamp,
    pub consented: Timestamp,
    pub rule: i64,
    pub standing: SchoolStanding,
    pub first_day: Option<Day>,
    pub step: Option<(SchoolStepKind, Day)>,
    pub reminder: Timestamp,
    pub due: Timestamp,
    pub due_told: bool,
    pub level: String,
    pub climb_at: Timestamp,
    /// What the family said of the end on its page, or empty.
    pub family_said: String,
    /// When it said that.
    pub family_said_at: Timestamp,
    pub outcome: String,
    pub not_before: Option<Day>,
    pub closed: Timestamp,
    pub wake: Timestamp,
}

impl LockedPlace {
    /// What an event about it carries.
    pub(crate) fn event(&self, mut staff: Vec<AccountId>, title: &str) -> OfSchoolPlace {
        staff.retain(|account| *account != 0);
        staff.sort_unstable();
        staff.dedup();
        OfSchoolPlace { place: self.id, household: self.file.id, staff, title: title.to_owned() }
    }

    /// Checks that it is open.
    ///
    /// # Errors
    /// [`Code::WrongState`] otherwise.
    pub(crate) fn must_be_open(&self) -> Result<()> {
        if self.state == SchoolPlaceState::Open { Ok(()) } else { Err(Code::WrongState.into()) }
    }
}

/// A stored day; 0 means none.
pub(crate) fn day(number: i64) -> Option<Day> {
    (number != 0).then(|| Day::numbered(number))
}

/// Number of a day as it is stored; 0 for none.
pub(crate) fn number(day: Option<Day>) -> i64 {
    day.map_or(0, Day::number)
}

/// Opens sealed facts; `None` before the family said any.
pub(crate) fn read_facts(vault: &Vault, id: SchoolPlaceId, sealed: &str) -> Result<Option<SchoolFacts>> {
    let text = vault.open(Secret::SchoolFacts, sealed)?;
    if text.is_empty() {
        return Ok(None);
    }
    // The parser's message could quote the family.
    serde_json::from_str(&text).map(Some).map_err(|_| Error::Broken(format!("school place {id}: unreadable facts")))
}

async fn household_of(tx: &mut Tx<'_>, id: SchoolPlaceId) -> Result<HouseholdId> {
    Ok(values!(tx, i64, "select household from school_place where id = $1", id)?.pop().ok_or(Refusal::NotFound)?)
}

/// Locks the household of a case, then reads the case; without `writers` for the clocks, which need no permission.
/// Starts over when a merge moved the case to another household while this waited for the lock.
///
/// # Errors
/// Not found for an unknown case and outside the actor's areas; not allowed without the role.
pub(crate) async fn lock_place(tx: &mut Tx<'_>, id: SchoolPlaceId, writers: Option<Writers>) -> Result<LockedPlace> {
    let mut held: Option<HeldFile> = None;
    let file = loop {
        let household = household_of(tx, id).await?;
        held = match (held, writers) {
            (Some(file), _) if file.id == household => break file,
            (_, Some(writers)) => Some(lock_file(tx, household, writers).await?),
            (_, None) => Some(lock_and_read(tx, household).await?),
        };
    };
    let row = row!(
        tx,
        LockedRow,
        "select household, member, state, owner, facts, asked, consented, rule, standing, first_day, step, last_day,
             reminder, due, due_told, level, climb_at, family_said, family_said_at, outcome, not_before, closed, wake
         from school_place where id = $1",
        id,
    )?
    .ok_or(Refusal::NotFound)?;
    run!(tx, "update school_place set version = version + 1 where id = $1", id)?;
    debug_assert_eq!(row.household, file.id, "the household is locked");
    let facts = read_facts(&tx.vault, id, &row.facts)?;
    Ok(LockedPlace {
        id,
        file,
        member: row.member,
        state: parse(&row.state)?,
        owner: row.owner,
        facts,
        asked: row.asked,
        consented: row.consented,
        rule: row.rule,
        standing: parse(&row.standing)?,
        first_day: day(row.first_day),
        step: stored_step(&row.step, row.last_day)?,
        reminder: row.reminder,
        due: row.due,
        due_told: row.due_told,
        level: row.level,
        climb_at: row.climb_at,
        family_said: row.family_said,
        family_said_at: row.family_said_at,
        outcome: row.outcome,
        not_before: day(row.not_before),
        closed: row.closed,
        wake: row.wake,
    })
}

/// Reads a step with its last day from their columns.
pub(crate) fn stored_step(step: &str, last_day: i64) -> Result<Option<(SchoolStepKind, Day)>> {
    if step.is_empty() { Ok(None) } else { Ok(Some((parse(step)?, Day::numbered(last_day)))) }
}

/// As [`lock_place`], for caseworkers of the family's area who are not of the family.
///
/// # Errors
/// As [`lock_place`]; not allowed for the actor's own family; [`Code::FileClosed`].
async fn lock_for_staff(tx: &mut Tx<'_>, id: SchoolPlaceId) -> Result<LockedPlace> {
    tx.actor.must_somewhere(Action::KeepCases)?;
    let place = lock_place(tx, id, Some(Writers::Staff(Action::KeepCases))).await?;
    must_be_of_others(&tx.actor, place.file.id)?;
    place.file.must_be_open()?;
    Ok(place)
}

/// Loads whether an application waits or was taken: what each school said last.
pub(crate) async fn application(db: &mut Conn<'_>, id: SchoolPlaceId) -> Result<Application> {
    let last = rows!(
        db,
        (String,),
        "select s.answer from school_said s join asked_school k on k.id = s.asked_school
         where k.school_place = $1
             and not exists (select 1 from school_said n where n.asked_school = s.asked_school
                 and (n.day > s.day or n.day = s.day and n.id > s.id))",
        id,
    )?;
    for (answer,) in last {
        if parse::<SchoolAnswer>(&answer)?.is_applied() {
            return Ok(Application::Made);
        }
    }
    Ok(Application::ToBeMade)
}

/// Why the dates of a case are computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Settling {
    /// Staff worked on it: the owner's time begins anew, and what had climbed comes down.
    Worked,
    /// A day passed, or a rule changed.
    Clock,
}

/// Computes the dates of a locked case from the rule of its area and stores them; returns what they are now.
pub(crate) async fn settle(tx: &mut Tx<'_>, place: &LockedPlace, settling: Settling) -> Result<Outlook> {
    let rule = rule_for(&mut tx.arm(), place.file.root, &place.file.path()).await?;
    let application = application(&mut tx.arm(), place.id).await?;
    let (now, today) = (tx.now, Day::of(tx.now));
    let terms = rule.as_ref().map(RuleRow::terms).transpose()?;
    let outlook = Outlook::of(terms.as_ref(), place.facts.as_ref(), Day::of(place.asked), today, application);
    let (step, last_day) = outlook.step.map_or(("", 0), |(kind, last)| (kind.as_str(), last.number()));
    let reminder = outlook.step.map_or(0, |(_, last)| reminder_after(last, now));
    let wake = match reminder {
        0 => now + DAY,
        at => at.min(now + DAY),
    };
    run!(
        tx,
        "update school_place set rule = $2, standing = $3, first_day = $4, step = $5, last_day = $6, reminder = $7,
             wake = $8
         where id = $1",
        place.id,
        rule.as_ref().map_or(0, |rule| rule.id),
        outlook.standing.as_str(),
        number(outlook.first_day),
        step,
        last_day,
        reminder,
        wake,
    )?;
    match settling {
        Settling::Worked => {
            let due = owner_due(today, today, outlook.step);
            run!(
                tx,
                "update school_place set due = $2, due_told = false, level = '', in_charge = 0, climb_at = $2,
                     climbs = 0
                 where id = $1",
                place.id,
                due,
            )?;
        }
        Settling::Clock => {
            // A window that opens meanwhile may close before the family is to be asked again.
            let due = owner_due(Day::of(place.due), today, outlook.step);
            if due < place.due && !place.due_told {
                run!(tx, "update school_place set due = $2, climb_at = $2 where id = $1", place.id, due)?;
            }
        }
    }
    Ok(outlook)
}

/// As [`settle`], and tells owner and family when what they can expect has changed.
pub(crate) async fn settle_and_tell(tx: &mut Tx<'_>, place: &LockedPlace, settling: Settling) -> Result<Outlook> {
    let outlook = settle(tx, place, settling).await?;
    if is_news((place.standing, place.first_day), (outlook.standing, outlook.first_day)) {
        tell_dates(tx, place, &outlook).await?;
    }
    Ok(outlook)
}

/// Tells owner and family how the child stands, with the first day if there is one.
pub(crate) async fn tell_dates(tx: &mut Tx<'_>, place: &LockedPlace, outlook: &Outlook) -> Result<()> {
    let title = titled(outlook.standing.as_str(), outlook.first_day);
    tx.emit(Event::SchoolDatesChanged(place.event(vec![place.owner], &title))).await
}

/// A key and a day as the title of a notice: `later 2027-06-01`.
pub(crate) fn titled(key: &str, day: Option<Day>) -> String {
    day.map_or_else(|| key.to_owned(), |day| format!("{key} {day}"))
}
