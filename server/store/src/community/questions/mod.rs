//! Questions to the desk. Lock order: household, account, question.

pub mod answers;
pub mod asking;
pub(crate) mod clocks;
pub mod views;

use domain::{
    Timestamp,
    accounts::{AccountId, Actor},
    areas::AreaPath,
    community::appointments::questions::{QuestionClass, QuestionId, QuestionState},
    events::OfQuestion,
    households::HouseholdId,
    permission::Action,
};

use crate::{
    Conn, Refusal, Result, Tx,
    areas::{
        answerers::chain::{Rung, next_above},
        staff::{coordinators, nearest_caseworkers},
    },
    db::{
        area_filter::is_own,
        sql::{parse, row, run},
    },
};

/// Question whose row is locked until commit, as it was read after the lock.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct LockedQuestion {
    pub id: QuestionId,
    pub household: HouseholdId,
    pub account: AccountId,
    pub due: Timestamp,
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
        "select q.id, q.household, q.account, q.due, q.level, q.in_charge, q.answered_by, q.first_by,
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

/// Finds the accounts that answer in an area first: its nearest caseworkers, or else the next above, but not `without`.
pub(crate) async fn first_rung(
    db: &mut Conn<'_>,
    home: &AreaPath,
    without: &[AccountId],
    now: Timestamp,
) -> Result<Rung> {
    let near = nearest_caseworkers(db, home).await?;
    let accounts: Vec<AccountId> = near.iter().map(|one| one.id).filter(|id| !without.contains(id)).collect();
    if !accounts.is_empty() {
        return Ok(Rung { path: String::new(), accounts });
    }
    let above = next_above(db, home, "", without, now).await?;
    if above.owner() != 0 {
        return Ok(above);
    }
    let accounts = coordinators(db, home).await?.into_iter().filter(|id| !without.contains(id)).collect();
    Ok(Rung { path: String::new(), accounts })
}
