//! What the owner of an indicator notes: typed figures with their source, milestones that are done or moved.

use domain::{
    Code, Timestamp,
    community::programmes::{IndicatorId, IndicatorKind, MilestoneId, NewValue, day_within},
    permission::Action,
    text,
    time::Day,
};
use serde::{Deserialize, Serialize};

use super::{KnownIndicator, lock_own_indicator};
use crate::{
    Command, Refusal, Result, Tx,
    db::sql::{row, run},
};

/// Types a figure of an indicator that counts no records.
///
/// # Errors
/// Not allowed without a role in casework, or for another account's indicator; not found in another root area;
/// [`Code::WrongState`] unless its programme runs and its figure is typed; invalid fields.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TypeValue {
    /// The indicator.
    pub indicator: IndicatorId,
    /// The figure.
    pub new: NewValue,
}

impl Command for TypeValue {
    const NAME: &'static str = "indicator_value";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let indicator = lock_own_indicator(tx, self.indicator).await?;
        let (now, account) = (tx.now, tx.actor.account);
        let new = self.new.clone().checked(indicator.first, now)?;
        if indicator.kind()? != IndicatorKind::Typed {
            return Err(Code::WrongState.into());
        }
        run!(
            tx,
            "insert into indicator_value (indicator, amount, day, source, at, account) values ($1, $2, $3, $4, $5, $6)",
            indicator.id,
            new.amount,
            new.day,
            &new.source,
            now,
            account,
        )?;
        look_now(tx, &indicator).await
    }
}

/// Lets the clock look at the indicator at its next round: what was noted may have ended its slipping.
async fn look_now(tx: &mut Tx<'_>, indicator: &KnownIndicator) -> Result<()> {
    let now = tx.now;
    run!(tx, "update indicator set look_at = $2 where id = $1 and look_at > $2", indicator.id, now)?;
    tx.audit("indicator", indicator.id).await
}

/// Day of a milestone that is locked with its indicator, and the indicator.
async fn lock_milestone(tx: &mut Tx<'_>, id: MilestoneId) -> Result<(Timestamp, KnownIndicator)> {
    tx.actor.must_somewhere(Action::ReadProgrammes)?;
    let seen = row!(tx, (i64,), "select indicator from milestone where id = $1", id)?;
    let (indicator,) = seen.ok_or(Refusal::NotFound)?;
    let indicator = lock_own_indicator(tx, indicator).await?;
    run!(tx, "update milestone set version = version + 1 where id = $1", id)?;
    let open = row!(tx, (i64, i64), "select day, done from milestone where id = $1", id)?;
    let (day, done) = open.ok_or(Refusal::NotFound)?;
    if done != 0 {
        return Err(Code::WrongState.into());
    }
    Ok((day, indicator))
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
    type Output = IndicatorId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<IndicatorId> {
        let (_, indicator) = lock_milestone(tx, self.milestone).await?;
        let (now, account) = (tx.now, tx.actor.account);
        let day = day_within(self.day, indicator.first, Day::of(now).end() - 1)?;
        run!(
            tx,
            "update milestone set done = $2, done_by = $3, noted = $4 where id = $1",
            self.milestone,
            day,
            account,
            now,
        )?;
        look_now(tx, &indicator).await?;
        Ok(indicator.id)
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
    type Output = IndicatorId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<IndicatorId> {
        let (before, indicator) = lock_milestone(tx, self.milestone).await?;
        let (now, account) = (tx.now, tx.actor.account);
        let day = day_within(self.day, indicator.first.max(Day::of(now).start()), indicator.until)?;
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
        look_now(tx, &indicator).await?;
        Ok(indicator.id)
    }
}
