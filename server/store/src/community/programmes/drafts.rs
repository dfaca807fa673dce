//! Writes a programme: its indicators with owners, and their milestones. Nothing of it changes once it runs but owners and
//! days, so that a target cannot follow its figure.

use domain::{
    Code,
    community::programmes::{
        IndicatorId, MOST_MEASURES, MOST_MILESTONES, MilestoneId, NewIndicator, NewMilestone, ProgrammeDraft,
        ProgrammeId, ProgrammeState, day_within,
    },
    permission::Action,
    text,
};
use serde::{Deserialize, Serialize};

use super::{lock_led_indicator, lock_programme, works_in};
use crate::{
    Command, Refusal, Result, Tx,
    areas::tree::{must_in, path_of},
    db::sql::{row, run, value},
};

/// Begins a draft.
///
/// # Errors
/// Not allowed without a role that leads programmes; not found outside the actor's areas; invalid fields.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DraftProgramme(pub ProgrammeDraft);

impl Command for DraftProgramme {
    const NAME: &'static str = "programme_draft";
    type Output = ProgrammeId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<ProgrammeId> {
        must_in(tx, Action::LeadProgrammes, self.0.area).await?;
        let new = self.0.clone().checked(tx.now)?;
        let root = value!(tx, i64, "select coalesce(max(root), 0) from area where id = $1", new.area)?;
        if root == 0 {
            return Err(Refusal::field("area", Code::Unknown).into());
        }
        let (now, account) = (tx.now, tx.actor.account);
        let id = value!(
            tx,
            i64,
            "insert into programme (area, root, name, source, first, until, state, quarter, report_at, created, created_by,
                 started, started_by, ended, ended_by, reason, version)
             values ($1, $2, $3, $4, $5, $6, 'draft', 0, $6, $7, $8, 0, 0, 0, 0, '', 0) returning id",
            new.area,
            root,
            &new.name,
            &new.source,
            new.first,
            new.until,
            now,
            account,
        )?;
        tx.audit("programme", id).await?;
        Ok(id)
    }
}

/// Adds an indicator to a draft.
///
/// # Errors
/// Not allowed without the role; not found outside the actor's areas; [`Code::WrongState`] unless it is a draft;
/// [`Code::FileFull`]; invalid fields; field `area` outside the programme's; field `owner` for an account without a
/// role in casework there.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AddIndicator {
    /// The programme.
    pub programme: ProgrammeId,
    /// The indicator.
    pub new: NewIndicator,
}

impl Command for AddIndicator {
    const NAME: &'static str = "indicator_add";
    type Output = IndicatorId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<IndicatorId> {
        let programme = lock_programme(tx, self.programme).await?;
        let new = self.new.clone().checked()?;
        programme.state()?.must_be(ProgrammeState::Draft)?;
        let path = path_of(&mut tx.arm(), new.area).await?.filter(|path| programme.path().covers(path));
        let path = path.ok_or_else(|| Refusal::field("area", Code::Unknown))?;
        if !works_in(&mut tx.arm(), new.owner, &path).await? {
            return Err(Refusal::field("owner", Code::Unknown).into());
        }
        let indicators = value!(tx, i64, "select count(*) from indicator where programme = $1", programme.id)?;
        if indicators >= MOST_MEASURES {
            return Err(Code::FileFull.into());
        }
        let id = value!(
            tx,
            i64,
            "insert into indicator (programme, area, name, unit, kind, baseline, target, owner, value, standing, since,
                 look_at, climb_at, level, raised_to, version)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $6, 'on_course', 0, 0, 0, '', 0, 0) returning id",
            programme.id,
            new.area,
            &new.name,
            &new.unit,
            new.kind.as_str(),
            new.baseline,
            new.target,
            new.owner,
        )?;
        tx.audit("indicator", id).await?;
        Ok(id)
    }
}

/// Takes an indicator out of a draft, with its milestones.
///
/// # Errors
/// As [`AddIndicator`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct DropIndicator {
    /// The indicator.
    pub indicator: IndicatorId,
}

impl Command for DropIndicator {
    const NAME: &'static str = "indicator_drop";
    type Output = ProgrammeId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<ProgrammeId> {
        let indicator = lock_led_indicator(tx, self.indicator).await?;
        indicator.state()?.must_be(ProgrammeState::Draft)?;
        tx.audit("indicator", indicator.id).await?;
        run!(tx, "delete from milestone where indicator = $1", indicator.id)?;
        run!(tx, "delete from indicator where id = $1", indicator.id)?;
        Ok(indicator.programme)
    }
}

/// Adds a milestone to an indicator of a draft.
///
/// # Errors
/// As [`AddIndicator`]; field `day` outside the programme's days.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AddMilestone {
    /// The indicator.
    pub indicator: IndicatorId,
    /// The milestone.
    pub new: NewMilestone,
}

impl Command for AddMilestone {
    const NAME: &'static str = "milestone_add";
    type Output = MilestoneId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<MilestoneId> {
        let indicator = lock_led_indicator(tx, self.indicator).await?;
        let name = text::line(&self.new.name, 2, 60).map_err(|code| Refusal::field("name", code))?;
        let day = day_within(self.new.day, indicator.first, indicator.until)?;
        indicator.state()?.must_be(ProgrammeState::Draft)?;
        let milestones = value!(tx, i64, "select count(*) from milestone where indicator = $1", indicator.id)?;
        if milestones >= MOST_MILESTONES {
            return Err(Code::FileFull.into());
        }
        let id = value!(
            tx,
            i64,
            "insert into milestone (indicator, name, day, first_day, done, done_by, noted, version)
             values ($1, $2, $3, $3, 0, 0, 0, 0) returning id",
            indicator.id,
            &name,
            day,
        )?;
        tx.audit("indicator", indicator.id).await?;
        Ok(id)
    }
}

/// Takes a milestone out of a draft.
///
/// # Errors
/// As [`AddIndicator`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct DropMilestone {
    /// The milestone.
    pub milestone: MilestoneId,
}

impl Command for DropMilestone {
    const NAME: &'static str = "milestone_drop";
    type Output = IndicatorId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<IndicatorId> {
        tx.actor.must_somewhere(Action::LeadProgrammes)?;
        let id = self.milestone;
        let (indicator,) =
            row!(tx, (i64,), "select indicator from milestone where id = $1", id)?.ok_or(Refusal::NotFound)?;
        let indicator = lock_led_indicator(tx, indicator).await?;
        indicator.state()?.must_be(ProgrammeState::Draft)?;
        run!(tx, "delete from milestone where id = $1", id)?;
        tx.audit("indicator", indicator.id).await?;
        Ok(indicator.id)
    }
}
