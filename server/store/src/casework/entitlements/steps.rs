//! What the family says, what was applied for, and what the office decided.

use domain::{
    Code, Timestamp,
    accounts::Actor,
    areas::AreaPath,
    casework::entitlements::{
        EntitlementId, EntitlementState, EntitlementStep, OfficeRefusal, RuleId, rules::RuleState,
    },
    events::{Event, OfEntitlement},
    households::HouseholdId,
    permission::Action,
};
use serde::Serialize;

use super::{lock_rule_row, some};
use crate::{
    Command, Conn, Refusal, Result, Tx,
    db::{
        area_filter::is_own,
        locks::{HeldFile, lock_and_read},
        pagination::signed_in,
        sql::{parse, row, run, value},
    },
};

/// For whom the actor acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum StepSide {
    /// The family itself; staff of its own family, too.
    Family,
    /// The caseworkers of its area.
    Staff,
}

#[derive(Clone, Debug, sqlx::FromRow)]
struct EntryRow {
    rule: i64,
    household: i64,
    state: String,
    ask_days: i64,
    apply_by: i64,
    path: String,
}

/// An entitlement whose household and rule are locked until commit, as it was read after the locks.
pub(super) struct LockedEntitlement {
    pub(super) id: EntitlementId,
    pub(super) file: HeldFile,
    pub(super) state: EntitlementState,
    rule_state: RuleState,
    ask_days: i64,
    apply_by: Option<Timestamp>,
}

async fn load(db: &mut Conn<'_>, id: EntitlementId) -> Result<EntryRow> {
    row!(
        db,
        EntryRow,
        "select e.rule, e.household, e.state, v.ask_days, v.apply_by, a.path
         from entitlement e join entitlement_version v on v.rule = e.rule and v.version = e.version
             join household h on h.id = e.household join area a on a.id = h.area
         where e.id = $1",
        id,
    )?
    .ok_or_else(|| Refusal::NotFound.into())
}

/// Returns for whom the actor acts.
fn side(actor: &Actor, household: HouseholdId, path: &AreaPath) -> Result<StepSide> {
    if is_own(actor, household) {
        return Ok(StepSide::Family);
    }
    actor.must(Action::KeepHouseholds, path)?;
    Ok(StepSide::Staff)
}

/// Locks the household and the rule of an entitlement, then reads it. A merge may move it meanwhile.
async fn lock(tx: &mut Tx<'_>, id: EntitlementId) -> Result<(LockedEntitlement, StepSide)> {
    signed_in(&tx.actor)?;
    let actor = tx.actor.clone();
    let seen = load(&mut tx.arm(), id).await?;
    side(&actor, seen.household, &AreaPath(seen.path))?;
    let mut held: Option<HeldFile> = None;
    let file = loop {
        let household = load(&mut tx.arm(), id).await?.household;
        match held {
            Some(file) if file.id == household => break file,
            _ => held = Some(lock_and_read(tx, household).await?),
        }
    };
    let rule: RuleId = load(&mut tx.arm(), id).await?.rule;
    let rule_state = lock_rule_row(tx, rule).await?.state()?;
    let entry = load(&mut tx.arm(), id).await?;
    let side = side(&actor, entry.household, &file.path())?;
    let (state, ask_days, apply_by) = (parse(&entry.state)?, entry.ask_days, some(entry.apply_by));
    Ok((LockedEntitlement { id, file, state, rule_state, ask_days, apply_by }, side))
}

/// As [`lock`], for the caseworkers of the family's area.
pub(super) async fn lock_for_staff(tx: &mut Tx<'_>, id: EntitlementId) -> Result<LockedEntitlement> {
    match lock(tx, id).await? {
        (entry, StepSide::Staff) => Ok(entry),
        (_, StepSide::Family) => Err(Refusal::NotAllowed(Code::NotAllowed).into()),
    }
}

/// Checks what a family may do by itself: say what it wants, once it was asked.
fn may_family(state: EntitlementState, step: EntitlementStep) -> Result<()> {
    match (state.is_known_to_family(), step) {
        (false, _) => Err(Refusal::NotFound.into()),
        (true, EntitlementStep::Want | EntitlementStep::Decline) => Ok(()),
        (true, _) => Err(Refusal::NotAllowed(Code::NotAllowed).into()),
    }
}

/// Takes a step, as the family or as a caseworker of its area. A family says by itself only what it wants.
///
/// # Errors
/// Not signed in; not allowed without a role that keeps files, and for other steps of the own family; not found outside
/// the actor's areas, and for a family that was not asked; [`Code::WrongState`] for a step not taken from there, for
/// asking a family without an account on its page, and for wanting what a withdrawn rule gave, or after the last day;
/// field `reason` for a refusal without one; [`Code::FileClosed`].
#[derive(Clone, Copy, Debug, Serialize)]
pub struct StepEntitlement {
    /// The entitlement.
    pub entitlement: EntitlementId,
    /// The step.
    pub step: EntitlementStep,
    /// Why the office refused; only for a refusal.
    pub reason: Option<OfficeRefusal>,
}

impl Command for StepEntitlement {
    const NAME: &'static str = "entitlement_step";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (entry, side) = lock(tx, self.entitlement).await?;
        entry.file.must_be_open()?;
        if side == StepSide::Family {
            may_family(entry.state, self.step)?;
        }
        let state = entry.state.after(self.step)?;
        let is_over = entry.apply_by.is_some_and(|last| last <= tx.now);
        let is_gone = (is_over || entry.rule_state == RuleState::Withdrawn) && state.is_listed();
        if is_gone || !self.can_be_asked(tx, &entry).await? {
            return Err(Code::WrongState.into());
        }
        let reason = match (self.step, self.reason) {
            (EntitlementStep::Refuse, None) => return Err(Refusal::field("reason", Code::Required).into()),
            (EntitlementStep::Refuse, Some(reason)) => reason.as_str(),
            _ => "",
        };
        let (now, account) = (tx.now, tx.actor.account);
        let ended = if state.is_live() { 0 } else { now };
        run!(
            tx,
            "update entitlement set state = $2, reason = $3, due = $4, raised = 0, ended = $5, changed_by = $6
             where id = $1",
            entry.id,
            state.as_str(),
            reason,
            state.due(now, entry.ask_days, entry.apply_by),
            ended,
            account,
        )?;
        self.note_time(tx).await?;
        self.tell(tx, &entry, side).await?;
        tx.audit("entitlement", entry.id).await
    }
}

impl StepEntitlement {
    /// Whether the family has an account on whose page it can be asked; true for other steps.
    async fn can_be_asked(&self, tx: &mut Tx<'_>, entry: &LockedEntitlement) -> Result<bool> {
        if self.step != EntitlementStep::Ask {
            return Ok(true);
        }
        let household = entry.file.id;
        let accounts = value!(tx, i64, "select count(*) from account where household = $1 and open = true", household)?;
        Ok(accounts > 0)
    }

    /// Writes when the family answered, when it was applied for, or when the office decided.
    async fn note_time(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (id, now, account) = (self.entitlement, tx.now, tx.actor.account);
        match self.step {
            EntitlementStep::Want | EntitlementStep::Decline => {
                run!(tx, "update entitlement set answered = $2, answered_by = $3 where id = $1", id, now, account,)?;
            }
            EntitlementStep::Apply => {
                run!(tx, "update entitlement set applied = $2, decided = 0 where id = $1", id, now)?;
            }
            EntitlementStep::Take | EntitlementStep::Refuse => {
                run!(tx, "update entitlement set decided = $2 where id = $1", id, now)?;
            }
            EntitlementStep::Ask | EntitlementStep::Drop => {}
        }
        Ok(())
    }

    /// Tells the other side.
    async fn tell(&self, tx: &mut Tx<'_>, entry: &LockedEntitlement, side: StepSide) -> Result<()> {
        let keeper = Some(entry.file.caseworker).filter(|keeper| *keeper != 0);
        let staff = keeper.into_iter().collect();
        let of = OfEntitlement { entitlement: entry.id, household: entry.file.id, staff };
        match (self.step, side) {
            (EntitlementStep::Ask, _) => tx.emit(Event::EntitlementAsked(of)).await,
            (EntitlementStep::Want | EntitlementStep::Decline, StepSide::Family) => {
                tx.emit(Event::EntitlementAnswered(of)).await
            }
            (EntitlementStep::Take | EntitlementStep::Refuse, _) => tx.emit(Event::EntitlementDecided(of)).await,
            (EntitlementStep::Drop, _) if entry.state.was_wanted() => tx.emit(Event::EntitlementEnded(of)).await,
            _ => Ok(()),
        }
    }
}
