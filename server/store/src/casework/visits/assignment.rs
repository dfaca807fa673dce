//! Gives a visit to a caseworker: one that is due to a colleague, a missed one as a new day within the next days.

use domain::{
    Code,
    accounts::{AccountId, Actor},
    areas::AreaPath,
    casework::visits::{APPOINTMENT_GRACE_DAYS, Timing, VisitId, Window, must_wait},
    permission::Action,
    time::Day,
};
use serde::Serialize;

use super::lock_visit;
use crate::{
    Command, Refusal, Result, Tx,
    areas::staff::caseworkers,
    db::{
        area_filter::must_be_of_others,
        sql::{row, run, value},
    },
    households::views::household_path,
};

/// Days in which a missed visit that was given to an account is made.
const DAYS: i64 = 3;

/// Checks that the actor visits families of an area, or leads casework there.
pub(crate) fn must_assign(actor: &Actor, home: &AreaPath) -> Result<(), Refusal> {
    let may = [Action::RecordVisits, Action::LeadCasework].iter().any(|action| actor.may(*action, home));
    if may { Ok(()) } else { Err(Refusal::NotFound) }
}

/// Gives a visit to a caseworker of the area; returns the visit, which is a new one for a missed visit.
///
/// # Errors
/// Not found outside the actor's areas; not allowed for the actor's own family; field `to` for an account that is no
/// caseworker there; [`Code::WrongState`] for a visit that was made or cancelled; [`Code::FileClosed`].
#[derive(Clone, Copy, Debug, Serialize)]
pub struct AssignVisit {
    /// Visit to give.
    pub visit: VisitId,
    /// Account that makes it.
    pub to: AccountId,
}

impl Command for AssignVisit {
    const NAME: &'static str = "visit_assign";
    type Output = VisitId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<VisitId> {
        let &Self { visit: id, to } = self;
        tx.actor.must_somewhere(Action::RecordVisits).or(tx.actor.must_somewhere(Action::LeadCasework))?;
        let (household,) =
            row!(tx, (i64,), "select household from visit where id = $1", id)?.ok_or(Refusal::NotFound)?;
        let home = household_path(&mut tx.arm(), household).await?;
        must_assign(&tx.actor, &home)?;
        let (file, visit) = lock_visit(tx, id).await?;
        // The family may have moved while this waited.
        must_assign(&tx.actor, &file.path())?;
        must_be_of_others(&tx.actor, file.id)?;
        file.must_be_open()?;
        let known = caseworkers(&mut tx.arm(), &file.path()).await?;
        if !known.iter().any(|known| known.id == to) {
            return Err(Refusal::field("to", Code::Unknown).into());
        }
        let timing = visit.timing(tx.now);
        if timing == Timing::Missed {
            // Once: a second click finds that it does not wait any more.
            let taken = run!(tx, "update visit set raised_to = 0 where id = $1 and raised_to <> 0", id)?;
            if taken == 0 {
                return Err(Code::WrongState.into());
            }
            let day = Day::of(tx.now);
            let (due, ends) = (day.plus(DAYS).end(), day.plus(DAYS + APPOINTMENT_GRACE_DAYS).end());
            let window = Window { opens: day.start(), due, ends };
            let new = insert_appointment(tx, file.id, window, (to, 0)).await?;
            tx.audit("visit", new).await?;
            return Ok(new);
        }
        must_wait(timing)?;
        run!(tx, "update visit set owner = $2 where id = $1", id, to)?;
        tx.audit("visit", id).await?;
        Ok(id)
    }
}

/// Inserts a visit that no rule asks for: its window, its owner (0 for the file's caseworker) and its finding, or 0.
pub(crate) async fn insert_appointment(
    tx: &mut Tx<'_>,
    household: i64,
    window: Window,
    (owner, finding): (AccountId, i64),
) -> Result<VisitId> {
    Ok(value!(
        tx,
        i64,
        "insert into visit (household, rule, opens, due, ends, owner, made, report, cancelled, finding, judged, level,
             raised_to)
         values ($1, 0, $2, $3, $4, $5, 0, 0, 0, $6, 0, '', 0) returning id",
        household,
        window.opens,
        window.due,
        window.ends,
        owner,
        finding,
    )?)
}
