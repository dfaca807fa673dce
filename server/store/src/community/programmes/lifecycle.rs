//! Starts a programme, ends it early, drops a draft, and gives an indicator to another owner.

use domain::{
    Code, DAY,
    accounts::AccountId,
    community::programmes::{GRACE_DAYS, IndicatorId, IndicatorStanding, ProgrammeId, ProgrammeState, Quarter},
    events::Event,
    text,
};
use serde::{Deserialize, Serialize};

use super::{
    clocks::{climbs_at, finish},
    load_indicator, lock_led_indicator, lock_programme, works_in,
};
use crate::{
    Command, Refusal, Result, Tx,
    db::sql::{run, value, values},
};

/// Starts a programme: its targets are fixed from now on, and its quarters are reported.
///
/// # Errors
/// Not allowed without the role; not found outside the actor's areas; [`Code::WrongState`] unless it is a draft with at
/// least one indicator whose last day has not passed.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct StartProgramme {
    /// The programme.
    pub programme: ProgrammeId,
}

impl Command for StartProgramme {
    const NAME: &'static str = "programme_start";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let programme = lock_programme(tx, self.programme).await?;
        programme.state()?.must_be(ProgrammeState::Draft)?;
        let indicators = value!(tx, i64, "select count(*) from indicator where programme = $1", programme.id)?;
        let (now, account) = (tx.now, tx.actor.account);
        if indicators == 0 || programme.until < now {
            return Err(Code::WrongState.into());
        }
        // Quarters that were over before it started are not reported.
        let quarter = Quarter::of(programme.first.max(now));
        let report_at = quarter.end().min(programme.until + 1) + GRACE_DAYS * DAY;
        run!(
            tx,
            "update programme set state = 'running', started = $2, started_by = $3, quarter = $4, report_at = $5
             where id = $1",
            programme.id,
            now,
            account,
            quarter.key(),
            report_at,
        )?;
        let look_at = programme.first.max(now);
        run!(tx, "update indicator set since = $2, look_at = $3 where programme = $1", programme.id, now, look_at)?;
        for id in values!(tx, i64, "select id from indicator where programme = $1 order by id", programme.id)? {
            let indicator = load_indicator(&mut tx.arm(), id).await?;
            tx.emit(Event::IndicatorGiven(indicator.event(vec![indicator.owner]))).await?;
        }
        tx.audit("programme", programme.id).await
    }
}

/// Ends a running programme today, with a last report of each indicator.
///
/// # Errors
/// As [`StartProgramme`], but [`Code::WrongState`] unless it runs; field `reason`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EndProgramme {
    /// The programme.
    pub programme: ProgrammeId,
    /// Why, 2 to 200 characters.
    pub reason: String,
}

impl Command for EndProgramme {
    const NAME: &'static str = "programme_end";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let programme = lock_programme(tx, self.programme).await?;
        let reason = text::line(&self.reason, 2, 200).map_err(|code| Refusal::field("reason", code))?;
        programme.state()?.must_be(ProgrammeState::Running)?;
        let now = tx.now;
        run!(tx, "update programme set reason = $2 where id = $1", programme.id, &reason)?;
        // Its last second was a moment ago, so that what happens later on this day counts no more.
        finish(tx, &programme, programme.until.min(now - 1)).await?;
        tx.audit("programme", programme.id).await
    }
}

/// Drops a draft.
///
/// # Errors
/// As [`StartProgramme`], but [`Code::WrongState`] unless it is a draft.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct DropProgramme {
    /// The programme.
    pub programme: ProgrammeId,
}

impl Command for DropProgramme {
    const NAME: &'static str = "programme_drop";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let programme = lock_programme(tx, self.programme).await?;
        programme.state()?.must_be(ProgrammeState::Draft)?;
        let (id, now, account) = (programme.id, tx.now, tx.actor.account);
        run!(
            tx,
            "update programme set state = 'dropped', report_at = 0, ended = $2, ended_by = $3 where id = $1",
            id,
            now,
            account,
        )?;
        tx.audit("programme", id).await
    }
}

/// Gives an indicator to another owner, who is told; one that slips begins at its level anew.
///
/// # Errors
/// As [`StartProgramme`], but [`Code::WrongState`] for a programme that is over; field `owner` for an account without a
/// role in casework in the indicator's area.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct GiveIndicator {
    /// The indicator.
    pub indicator: IndicatorId,
    /// Its new owner.
    pub owner: AccountId,
}

impl Command for GiveIndicator {
    const NAME: &'static str = "indicator_give";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        let indicator = lock_led_indicator(tx, self.indicator).await?;
        let state = indicator.state()?;
        if !matches!(state, ProgrammeState::Draft | ProgrammeState::Running) {
            return Err(Code::WrongState.into());
        }
        if !works_in(&mut tx.arm(), self.owner, &indicator.path()).await? {
            return Err(Refusal::field("owner", Code::Unknown).into());
        }
        let slips = indicator.standing()? == IndicatorStanding::Slipping;
        let climb_at = if slips { climbs_at(tx.now) } else { 0 };
        run!(
            tx,
            "update indicator set owner = $2, level = '', raised_to = 0, climb_at = $3 where id = $1",
            indicator.id,
            self.owner,
            climb_at,
        )?;
        if state == ProgrammeState::Running {
            tx.emit(Event::IndicatorGiven(indicator.event(vec![self.owner]))).await?;
        }
        tx.audit("indicator", indicator.id).await
    }
}
