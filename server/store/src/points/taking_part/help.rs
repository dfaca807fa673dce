//! Help between neighbours: a family says that it helped, the helped side confirms it, or its caseworker.
//! Neighbours name each other by codes; neither learns the other's name. Lock order: both households, ascending.

use domain::{
    Code, DAY, Timestamp,
    areas::AreaPath,
    events::{Event, OfHelp},
    households::HouseholdId,
    permission::Action,
    points::taking_part::{CONFIRM_DAYS, HelpAnswer, HelpState, MOST_WAITING, NeighbourHelpId, NewHelp, PartKind},
};
use serde::{Deserialize, Serialize};

use super::booking::{Fact, book, lock_all};
use crate::{
    Command, Conn, Refusal, Result, Tx,
    crypto::{random, secret::Secret},
    db::{
        area_filter::{is_own, must_be_of_others},
        locks::{Writers, lock_open_household},
        pagination::signed_in,
        sql::{parse, row, run, value},
    },
};

/// Characters of a neighbour's code.
const CODE: usize = 8;

/// Makes the code by which neighbours name the actor's household; the one before no longer works.
///
/// # Errors
/// Not found unless the actor is a family; [`Code::FileClosed`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct MakeNeighbourCode {}

impl Command for MakeNeighbourCode {
    const NAME: &'static str = "neighbour_code_make";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let household = tx.actor.must_be_family()?;
        let file = lock_open_household(tx, household, Writers::Family).await?;
        let (now, code) = (tx.now, random::code(CODE));
        run!(
            tx,
            "insert into neighbour_code (household, code, made) values ($1, $2, $3)
             on conflict (household) do update set code = excluded.code, made = excluded.made",
            file.id,
            &code,
            now,
        )?;
        tx.audit("household", file.id).await
    }
}

/// Says that the actor's family helped a neighbour, who is asked to confirm it.
///
/// # Errors
/// Not found unless the actor is a family; field `code` for an unknown code, and for the actor's own; fields `day` and
/// `words`; [`Code::HelpsWaiting`] while too many wait; [`Code::FileClosed`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SayHelp(pub NewHelp);

impl Command for SayHelp {
    const NAME: &'static str = "neighbour_help_say";
    type Output = NeighbourHelpId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<NeighbourHelpId> {
        let household = tx.actor.must_be_family()?;
        let new = self.0.clone().checked(tx.now)?;
        let code = random::typed_code(&new.code);
        let seen = named_by(&mut tx.arm(), &code).await?;
        lock_all(tx, vec![household, seen]).await?;
        let file = lock_open_household(tx, household, Writers::Family).await?;
        // Again, because the neighbour's file may have been merged or closed meanwhile.
        let helped = named_by(&mut tx.arm(), &code).await?;
        let root = value!(tx, i64, "select coalesce(max(root), 0) from household where id = $1", helped)?;
        if helped == 0 || helped != seen || helped == file.id || root != file.root {
            return Err(Refusal::field("code", Code::Unknown).into());
        }
        let waiting = value!(
            tx,
            i64,
            "select count(*) from neighbour_help where household = $1 and state = 'waiting'",
            file.id,
        )?;
        if waiting >= MOST_WAITING {
            return Err(Code::HelpsWaiting.into());
        }
        let (now, account) = (tx.now, tx.actor.account);
        let words = tx.vault.seal(Secret::HelpWords, &new.words)?;
        let id = value!(
            tx,
            i64,
            "insert into neighbour_help (household, helped, day, words, state, said, said_by, due, answered,
                 answered_by, version)
             values ($1, $2, $3, $4, 'waiting', $5, $6, $7, 0, 0, 0) returning id",
            file.id,
            helped,
            new.day,
            &words,
            now,
            account,
            now + CONFIRM_DAYS * DAY,
        )?;
        tx.emit(Event::NeighbourHelpSaid(OfHelp { help: id, household: helped, words: String::new() })).await?;
        tx.audit("neighbour_help", id).await?;
        Ok(id)
    }
}

/// Finds the open household that a code names; 0 without one.
async fn named_by(db: &mut Conn<'_>, code: &str) -> Result<HouseholdId> {
    Ok(value!(
        db,
        i64,
        "select coalesce(max(h.id), 0) from neighbour_code n join household h on h.id = n.household
         where n.code = $1 and h.state = 'open'",
        code,
    )?)
}

/// Help whose households are locked until commit, as it was read after the locks.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct LockedHelp {
    pub id: NeighbourHelpId,
    pub household: HouseholdId,
    pub helped: HouseholdId,
    pub day: Timestamp,
    pub due: Timestamp,
    state: String,
}

impl LockedHelp {
    pub(super) fn state(&self) -> Result<HelpState> {
        parse(&self.state)
    }
}

async fn load(db: &mut Conn<'_>, id: NeighbourHelpId) -> Result<LockedHelp> {
    row!(db, LockedHelp, "select id, household, helped, day, due, state from neighbour_help where id = $1", id)?
        .ok_or_else(|| Refusal::NotFound.into())
}

/// Locks both households of a help, then reads it. Callers check permission themselves.
pub(super) async fn lock_help(tx: &mut Tx<'_>, id: NeighbourHelpId) -> Result<LockedHelp> {
    let seen = load(&mut tx.arm(), id).await?;
    lock_all(tx, vec![seen.household, seen.helped]).await?;
    load(&mut tx.arm(), id).await
}

/// Ends a help and tells the helper.
pub(super) async fn end(tx: &mut Tx<'_>, help: &LockedHelp, state: HelpState) -> Result<()> {
    let (now, account) = (tx.now, tx.actor.account);
    run!(
        tx,
        "update neighbour_help set state = $2, answered = $3, answered_by = $4, version = version + 1 where id = $1",
        help.id,
        state.as_str(),
        now,
        account,
    )?;
    if state != HelpState::Withdrawn {
        let words = state.as_str().to_owned();
        tx.emit(Event::NeighbourHelpAnswered(OfHelp { help: help.id, household: help.household, words })).await?;
    }
    tx.audit("neighbour_help", help.id).await
}

/// Checks that the actor answers for the helped side: its family, or staff who keep its file; never the helper.
async fn must_answer(tx: &mut Tx<'_>, help: &LockedHelp) -> Result<()> {
    if is_own(&tx.actor, help.helped) {
        return Ok(());
    }
    let path = row!(
        tx,
        (String,),
        "select a.path from household h join area a on a.id = h.area where h.id = $1",
        help.helped,
    )?;
    let (path,) = path.ok_or(Refusal::NotFound)?;
    tx.actor.must(Action::KeepHouseholds, &AreaPath(path))?;
    Ok(must_be_of_others(&tx.actor, help.household)?)
}

/// Confirms a help, which gives the helper the points of its area's rule, or says that it was not so.
///
/// # Errors
/// Not signed in; not found for all but the helped side and the staff who keep its file; not allowed for the helper;
/// [`Code::WrongState`] once it was answered; [`Code::TooLate`] after 14 days.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct AnswerHelp {
    /// The help.
    pub help: NeighbourHelpId,
    /// The answer.
    pub answer: HelpAnswer,
}

impl Command for AnswerHelp {
    const NAME: &'static str = "neighbour_help_answer";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        signed_in(&tx.actor)?;
        if tx.actor.household == 0 {
            tx.actor.must_somewhere(Action::KeepHouseholds)?;
        }
        let seen = load(&mut tx.arm(), self.help).await?;
        must_answer(tx, &seen).await.map_err(|error| hidden(tx, error))?;
        let help = lock_help(tx, self.help).await?;
        must_answer(tx, &help).await.map_err(|error| hidden(tx, error))?;
        help.state()?.must_wait()?;
        if help.due < tx.now {
            return Err(Code::TooLate.into());
        }
        end(tx, &help, self.answer.state()).await?;
        if self.answer == HelpAnswer::Confirm {
            let fact = Fact { household: help.household, kind: PartKind::Neighbour, id: help.id, at: help.day };
            book(tx, &[fact]).await?;
        }
        Ok(())
    }
}

/// For accounts without a staff role the help of other families does not exist.
fn hidden(tx: &Tx<'_>, error: crate::Error) -> crate::Error {
    match error {
        crate::Error::Refused(_) if !tx.actor.is_staff() => Refusal::NotFound.into(),
        other => other,
    }
}

/// Takes back what the actor's family said, while it waits for an answer.
///
/// # Errors
/// Not found unless the actor is the helper's family; [`Code::WrongState`] once it was answered.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct WithdrawHelp {
    /// The help.
    pub help: NeighbourHelpId,
}

impl Command for WithdrawHelp {
    const NAME: &'static str = "neighbour_help_withdraw";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let household = tx.actor.must_be_family()?;
        if load(&mut tx.arm(), self.help).await?.household != household {
            return Err(Refusal::NotFound.into());
        }
        let help = lock_help(tx, self.help).await?;
        if help.household != household {
            return Err(Refusal::NotFound.into());
        }
        help.state()?.must_wait()?;
        end(tx, &help, HelpState::Withdrawn).await
    }
}
