//! What the owner of a measure notes: typed figures with their source, milestones that are done or moved.

use domain::{
    Code, Timestamp,
    community::programmes::{MeasureId, MeasureKind, MilestoneId, NewValue, day_within},
    permission::Action,
    text,
    time::Day,
};
use serde::{Deserialize, Serialize};

use super::{KnownMeasure, lock_own_measure};
use crate::{
    Command, Refusal, Result, Tx,
    db::sql::{row, run},
};

/// Types a figure of a measure that counts no records.
///
/// # Errors
/// Not allowed without a role in casework, or for another account's measure; not found in another root area;
/// [`Code::WrongState`] unless its programme runs and its figure is typed; invalid fields.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TypeValue {
    /// The measure.
    pub measure: MeasureId,
    /// The figure.
    pub new: NewValue,
}

impl Command for TypeValue {
    const NAME: &'static str = "measure_value";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let measure = lock_own_measure(tx, self.measure).await?;
        let (now, account) = (tx.now, tx.actor.account);
        let new = self.new.clone().checked(measure.first, now)?;
        if measure.kind()? != MeasureKind::Typed {
            return Err(Code::WrongState.into());
        }
        run!(
            tx,
            "insert into measure_value (measure, amount, day, source, at, account) values ($1, $2, $3, $4, $5, $6)",
            measure.id,
            new.amount,
            new.day,
            &new.source,
            now,
            account,
        )?;
        look_now(tx, &measure).await
    }
}

/// Lets the clock look at the measure at its next round: what was noted may have ended its slipping.
async fn look_now(tx: &mut Tx<'_>, measure: &KnownMeasure) -> Result<()> {
    let now = tx.now;
    run!(tx, "update measure set look_at = $2 where id = $1 and look_at > $2", measure.id, now)?;
    tx.audit("measure", measure.id).await
}

/// Day of a milestone that is locked with its measure, and the measure.
async fn lock_milestone(tx: &mut Tx<'_>, id: MilestoneId) -> Result<(Timestamp, KnownMeasure)> {
    tx.actor.must_somewhere(Action::ReadProgrammes)?;
    let seen = row!(tx, (i64,), "select measure from milestone where id = $1", id)?;
    let (measure,) = seen.ok_or(Refusal::NotFound)?;
    let measure = lock_own_measure(tx, measure).await?;
    run!(tx, "update milestone set version = version + 1 where id = $1", id)?;
    let open = row!(tx, (i64, i64), "select day, done from milestone where id = $1", id)?;
    let (day, done) = open.ok_or(Refusal::NotFound)?;
    if done != 0 {
        return Err(Code::WrongState.into());
    }
    Ok((day, measure))
}

/// Notes that a milestone was reached.
///
/// # Errors
/// As [`TypeValue`]; [`Code::WrongState`] for one that was noted already; field `day` for a later day than today.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ReachMilestone {
    /// The milestone.
    pub milestone: MilestoneId,
    /// Any moment of the day on which it was reached.
    pub day: Timestamp,
}

impl Command for ReachMilestone {
    const NAME: &'static str = "milestone_reach";
    type Output = MeasureId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<MeasureId> {
        let (_, measure) = lock_milestone(tx, self.milestone).await?;
        let (now, account) = (tx.now, tx.actor.account);
        let day = day_within(self.day, measure.first, Day::of(now).end() - 1)?;
        run!(
            tx,
            "update milestone set done = $2, done_by = $3, noted = $4 where id = $1",
            self.milestone,
            day,
            account,
            now,
        )?;
        look_now(tx, &measure).await?;
        Ok(measure.id)
    }
}

/// Moves a milestone to another day, with the reason. Its first day stays beside it.
///
/// # Errors
/// As [`ReachMilestone`]; field `day` for its present day, a past one, or one outside the programme; field `reason`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MoveMilestone {
    /// The milestone.
    pub milestone: MilestoneId,
    /// Any moment of its new day.
    pub day: Timestamp,
    /// Why, 2 to 200 characters.
    pub reason: String,
}

impl Command for MoveMilestone {
    const NAME: &'static str = "milestone_move";
    type Output = MeasureId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<MeasureId> {
        let (before, measure) = lock_milestone(tx, self.milestone).await?;
        let (now, account) = (tx.now, tx.actor.account);
        let day = day_within(self.day, measure.first.max(Day::of(now).start()), measure.until)?;
        if day == before {
            return Err(Refusal::field("day", Code::OutOfRange).into());
        }
        let reason = text::line(&self.reason, 2, 200).map_err(|code| Refusal::field("reason", code))?;
        run!(tx, "update milestone set day = $2 where id = $1", self.milestone, day)?;
        run!(
            tx,
            "insert into milestone_move (milestone, from_day, to_day, reason, at, account)
             values ($1, $2, $3, $4, $5, $6)",
            self.milestone,
            before,
            day,
            &reason,
            now,
            account,
        )?;
        look_now(tx, &measure).await?;
        Ok(measure.id)
    }
}
