//! Questions to the desk. Lock order: household, account, question.

pub mod answers;
pub mod asking;
pub(crate) mod clocks;
pub mod views;

use domain::{
    Timestamp,
    accounts::{AccountId, Actor},
    areas::{AreaId, AreaPath},
    community::appointments::questions::{QuestionClass, QuestionId, QuestionState},
    events::OfQuestion,
    households::HouseholdId,
    permission::Action,
};

use crate::{
    Conn, Refusal, Result, Tx,
    areas::{
        answerers::chain::{Climb, Rung, next_above, stand_in},
        staff::{auditors, coordinators, nearest_caseworkers},
    },
    db::{
        area_filter::is_own,
        sql::{parse, row, run, value},
    },
};

/// Question whose row is locked until commit, as it was read after the lock.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct LockedQuestion {
    pub id: QuestionId,
    pub household: HouseholdId,
    pub account: AccountId,
    pub asked: Timestamp,
    pub due: Timestamp,
    pub climbs: i64,
    pub level: String,
    pub in_charge: AccountId,
    pub answered_by: AccountId,
    pub first_by: AccountId,
    organisation: i64,
    class: String,
    state: String,
    path: String,
}

impl LockedQuestion {
    pub(crate) fn path(&self) -> AreaPath {
        AreaPath(self.path.clone())
    }

    pub(crate) fn state(&self) -> Result<QuestionState> {
        parse(&self.state)
    }

    pub(crate) fn class(&self) -> Result<QuestionClass> {
        parse(&self.class)
    }

    /// What an event about it carries.
    pub(crate) fn event(&self, staff: Vec<AccountId>) -> OfQuestion {
        OfQuestion { question: self.id, account: self.account, staff, title: String::new() }
    }

    /// Whether the actor answers for the desk: staff of the area or of the service's organisation, but not for itself.
    pub(crate) fn is_for(&self, actor: &Actor) -> bool {
        let own = self.account == actor.account || is_own(actor, self.household);
        let office = actor.is_staff() && self.organisation != 0 && actor.organisation == self.organisation;
        !own && (office || actor.may(Action::AnswerQuestions, &self.path()))
    }

    /// Whether the actor asked it, or its family did.
    pub(crate) fn is_askers(&self, actor: &Actor) -> bool {
        actor.is_signed_in() && (self.account == actor.account || is_own(actor, self.household))
    }
}

/// Loads a question without a lock.
///
/// # Errors
/// Not found for an unknown one.
pub(crate) async fn load_question(db: &mut Conn<'_>, id: QuestionId) -> Result<LockedQuestion> {
    row!(
        db,
        LockedQuestion,
        "select q.id, q.household, q.account, q.asked, q.due, q.climbs, q.level, q.in_charge, q.answered_by, q.first_by,
             coalesce(v.organisation, 0) as organisation, q.class, q.state, a.path
         from question q join area a on a.id = q.area left join service v on v.id = q.service and q.service <> 0
         where q.id = $1",
        id,
    )?
    .ok_or_else(|| Refusal::NotFound.into())
}

/// Locks a question's row until commit, then reads it. Callers check the permission before and afterwards.
///
/// # Errors
/// Not found for an unknown one.
pub(crate) async fn lock_question(tx: &mut Tx<'_>, id: QuestionId) -> Result<LockedQuestion> {
    run!(tx, "update question set version = version + 1 where id = $1", id)?;
    load_question(&mut tx.arm(), id).await
}

/// Finds the accounts that answer in an area first: its nearest caseworkers, or else the next above, but not `without`
/// and, above, no account of the asking household (0 for none).
pub(crate) async fn first_rung(
    db: &mut Conn<'_>,
    home: &AreaPath,
    household: HouseholdId,
    without: &[AccountId],
    now: Timestamp,
) -> Result<Rung> {
    let near = nearest_caseworkers(db, home).await?;
    let accounts: Vec<AccountId> = near.iter().map(|one| one.id).filter(|id| !without.contains(id)).collect();
    if !accounts.is_empty() {
        return Ok(Rung { path: String::new(), accounts });
    }
    let above = next_above(db, Climb::of(home, household, "", without), now).await?;
    if above.owner() != 0 {
        return Ok(above);
    }
    let accounts = coordinators(db, home).await?.into_iter().filter(|id| !without.contains(id)).collect();
    Ok(Rung { path: String::new(), accounts })
}

/// Returns the account that answers for `account` now: itself or its deputy; 0 when it is no open caseworker or
/// coordinator of `home` any more.
pub(crate) async fn present_keeper(
    db: &mut Conn<'_>,
    account: AccountId,
    home: &AreaPath,
    now: Timestamp,
) -> Result<AccountId> {
    let works = value!(
        db,
        i64,
        "select count(*) from account a join role_grant g on g.account = a.id
         where a.id = $1 and a.open = true and g.role in ('caseworker', 'coordinator') and $2 like g.path || '%'",
        account,
        &home.0,
    )?;
    if works == 0 { Ok(0) } else { stand_in(db, account, now).await }
}

/// Returns whom to tell of a question: those who answer, or the auditors when there are none.
pub(crate) async fn accounts_told(
    db: &mut Conn<'_>,
    home: &AreaPath,
    answer: Vec<AccountId>,
) -> Result<Vec<AccountId>> {
    if answer.is_empty() { auditors(db, home).await } else { Ok(answer) }
}

/// Finds the largest area within `home` that has a coordinator.
pub(crate) async fn answering_area(db: &mut Conn<'_>, home: &AreaPath) -> Result<Option<(AreaId, AreaPath)>> {
    let found = row!(
        db,
        (i64, String),
        "select g.area, g.path from role_grant g join account a on a.id = g.account
         where g.role = 'coordinator' and a.open = true and g.path like $1 || '%'
         order by length(g.path), g.area, a.id limit 1",
        &home.0,
    )?;
    Ok(found.map(|(area, path)| (area, AreaPath(path))))
}
