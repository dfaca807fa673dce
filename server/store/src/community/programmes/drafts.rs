//! Writes a programme: its measures with owners, and their milestones. Nothing of it changes once it runs but owners and
//! days, so that a target cannot follow its figure.

use domain::{
    Code,
    community::programmes::{
        MOST_MEASURES, MOST_MILESTONES, MeasureId, MilestoneId, NewMeasure, NewMilestone, NewProgramme, ProgrammeId,
        ProgrammeState, day_within,
    },
    permission::Action,
    text,
};
use serde::{Deserialize, Serialize};

use super::{lock_led_measure, lock_programme, works_in};
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
pub struct DraftProgramme(pub NewProgramme);

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

/// Adds a measure to a draft.
///
/// # Errors
/// Not allowed without the role; not found outside the actor's areas; [`Code::WrongState`] unless it is a draft;
/// [`Code::LimitReached`]; invalid fields; field `area` outside the programme's; field `owner` for an account without a
/// role in casework there.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AddMeasure {
    /// The programme.
    pub programme: ProgrammeId,
    /// The measure.
    pub new: NewMeasure,
}

impl Command for AddMeasure {
    const NAME: &'static str = "measure_add";
    type Output = MeasureId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<MeasureId> {
        let programme = lock_programme(tx, self.programme).await?;
        let new = self.new.clone().checked()?;
        programme.state()?.must_be(ProgrammeState::Draft)?;
        let path = path_of(&mut tx.arm(), new.area).await?.filter(|path| programme.path().covers(path));
        let path = path.ok_or_else(|| Refusal::field("area", Code::Unknown))?;
        if !works_in(&mut tx.arm(), new.owner, &path).await? {
            return Err(Refusal::field("owner", Code::Unknown).into());
        }
        let measures = value!(tx, i64, "select count(*) from measure where programme = $1", programme.id)?;
        if measures >= MOST_MEASURES {
            return Err(Code::LimitReached.into());
        }
        let id = value!(
            tx,
            i64,
            "insert into measure (programme, area, name, unit, kind, baseline, target, owner, value, standing, since,
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
        tx.audit("measure", id).await?;
        Ok(id)
    }
}

/// Takes a measure out of a draft, with its milestones.
///
/// # Errors
/// As [`AddMeasure`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct DropMeasure {
    /// The measure.
    pub measure: MeasureId,
}

impl Command for DropMeasure {
    const NAME: &'static str = "measure_drop";
    type Output = ProgrammeId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<ProgrammeId> {
        let measure = lock_led_measure(tx, self.measure).await?;
        measure.state()?.must_be(ProgrammeState::Draft)?;
        tx.audit("measure", measure.id).await?;
        run!(tx, "delete from milestone where measure = $1", measure.id)?;
        run!(tx, "delete from measure where id = $1", measure.id)?;
        Ok(measure.programme)
    }
}

/// Adds a milestone to a measure of a draft.
///
/// # Errors
/// As [`AddMeasure`]; field `day` outside the programme's days.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AddMilestone {
    /// The measure.
    pub measure: MeasureId,
    /// The milestone.
    pub new: NewMilestone,
}

impl Command for AddMilestone {
    const NAME: &'static str = "milestone_add";
    type Output = MilestoneId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<MilestoneId> {
        let measure = lock_led_measure(tx, self.measure).await?;
        let name = text::line(&self.new.name, 2, 60).map_err(|code| Refusal::field("name", code))?;
        let day = day_within(self.new.day, measure.first, measure.until)?;
        measure.state()?.must_be(ProgrammeState::Draft)?;
        let milestones = value!(tx, i64, "select count(*) from milestone where measure = $1", measure.id)?;
        if milestones >= MOST_MILESTONES {
            return Err(Code::LimitReached.into());
        }
        let id = value!(
            tx,
            i64,
            "insert into milestone (measure, name, day, first_day, done, done_by, noted, version)
             values ($1, $2, $3, $3, 0, 0, 0, 0) returning id",
            measure.id,
            &name,
            day,
        )?;
        tx.audit("measure", measure.id).await?;
        Ok(id)
    }
}

/// Takes a milestone out of a draft.
///
/// # Errors
/// As [`AddMeasure`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct DropMilestone {
    /// The milestone.
    pub milestone: MilestoneId,
}

impl Command for DropMilestone {
    const NAME: &'static str = "milestone_drop";
    type Output = MeasureId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<MeasureId> {
        tx.actor.must_somewhere(Action::LeadProgrammes)?;
        let id = self.milestone;
        let (measure,) =
            row!(tx, (i64,), "select measure from milestone where id = $1", id)?.ok_or(Refusal::NotFound)?;
        let measure = lock_led_measure(tx, measure).await?;
        measure.state()?.must_be(ProgrammeState::Draft)?;
        run!(tx, "delete from milestone where id = $1", id)?;
        tx.audit("measure", measure.id).await?;
        Ok(measure.id)
    }
}
