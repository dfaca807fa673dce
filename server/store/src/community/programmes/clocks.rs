//! The clock of programmes: drafts are dropped, figures are frozen at the end of each quarter, measures are looked at each
//! morning, and what slips or is not commented on climbs.

use domain::{
    DAY, Timestamp,
    community::programmes::{
        CLIMB_DAYS, COMMENT_DAYS, GRACE_DAYS, LAPSE_DAYS, MeasureId, MeasureReportId, MeasureReportState,
        MeasureStanding, ProgrammeId, ProgrammeState, Quarter,
    },
    events::Event,
    time::Day,
};
use serde::Serialize;

use super::{
    KnownProgramme,
    figures::{late_at, now_of, value_at},
    load_measure, lock_and_read, lock_and_read_measure,
    reports::lock_report,
    told, works_in,
};
use crate::{
    Command, Result, Store, Tx,
    areas::answerers::chain::next_above,
    db::{
        job_sweep::sweep,
        sql::{run, values},
    },
};

/// Hour of the day from which measures are looked at.
const MORNING: i64 = 6;

/// When something climbs that slips, or is late, from now on.
pub(crate) fn climbs_at(now: Timestamp) -> Timestamp {
    now + CLIMB_DAYS * DAY
}

/// Loads the measures of a programme, in their order.
async fn measures_of(tx: &mut Tx<'_>, programme: ProgrammeId) -> Result<Vec<MeasureId>> {
    Ok(values!(tx, i64, "select id from measure where programme = $1 order by id", programme)?)
}

/// Inserts a report of each measure for a quarter, with its figure before `to`, and asks the owners for a comment.
async fn report(tx: &mut Tx<'_>, programme: ProgrammeId, quarter: Quarter, to: Timestamp) -> Result<()> {
    let now = tx.now;
    for id in measures_of(tx, programme).await? {
        let measure = lock_and_read_measure(tx, id).await?;
        let value = value_at(&mut tx.arm(), &measure, to, now).await?;
        let late = late_at(&mut tx.arm(), &measure, to).await?;
        let standing = measure.course().standing(value, late, to);
        let due = Day::of(now).plus(COMMENT_DAYS).end() - 1;
        run!(
            tx,
            "insert into measure_report (measure, quarter, until, value, standing, state, asked, due, climb_at, level,
                 raised_to, words, commented, commented_by, recounted, recounted_by, recount, reason, version)
             values ($1, $2, $3, $4, $5, 'asked', $6, $7, $8, '', 0, '', 0, 0, 0, 0, $4, '', 0)",
            id,
            quarter.key(),
            to,
            value,
            standing.as_str(),
            now,
            due,
            due + 1,
        )?;
        let staff = told(tx, &measure).await?;
        tx.emit(Event::MeasureReportDue(measure.event(staff))).await?;
    }
    Ok(())
}

/// Reports the quarters of a locked programme until the one of its last second `until`, and ends it.
pub(crate) async fn finish(tx: &mut Tx<'_>, programme: &KnownProgramme, until: Timestamp) -> Result<()> {
    let (id, now, account) = (programme.id, tx.now, tx.actor.account);
    run!(
        tx,
        "update programme set state = 'ended', until = $2, quarter = 0, report_at = 0, ended = $3, ended_by = $4
         where id = $1",
        id,
        until,
        now,
        account,
    )?;
    let mut quarter = Quarter::keyed(programme.quarter);
    loop {
        report(tx, id, quarter, quarter.end().min(until + 1)).await?;
        if until < quarter.end() {
            break;
        }
        quarter = quarter.after();
    }
    for measure in measures_of(tx, id).await? {
        let measure = load_measure(&mut tx.arm(), measure).await?;
        let (value, _, standing) = now_of(&mut tx.arm(), &measure, now.max(until + 1)).await?;
        run!(
            tx,
            "update measure set value = $2, standing = $3, since = $4, look_at = 0, climb_at = 0, level = '', raised_to = 0
             where id = $1",
            measure.id,
            value,
            standing.as_str(),
            now,
        );
    }
    Ok(())
}

/// Drops a draft whose last day has passed; freezes the figures of a quarter that is over, and ends a programme with its
/// last one.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct FollowProgramme {
    pub programme: ProgrammeId,
}

impl Command for FollowProgramme {
    const NAME: &'static str = "programme_follow";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let (programme, now) = (lock_and_read(tx, self.programme).await?, tx.now);
        if programme.report_at == 0 || programme.report_at > now {
            return Ok(false);
        }
        match programme.state()? {
            ProgrammeState::Draft => {
                run!(
                    tx,
                    "update programme set state = 'dropped', report_at = 0, ended = $2 where id = $1",
                    programme.id,
                    now,
                )?;
            }
            ProgrammeState::Running => {
                let quarter = Quarter::keyed(programme.quarter);
                if programme.until < quarter.end() {
                    finish(tx, &programme, programme.until).await?;
                } else {
                    report(tx, programme.id, quarter, quarter.end()).await?;
                    let next = quarter.after();
                    let report_at = next.end().min(programme.until + 1) + GRACE_DAYS * DAY;
                    run!(
                        tx,
                        "update programme set quarter = $2, report_at = $3 where id = $1",
                        programme.id,
                        next.key(),
                        report_at,
                    )?;
                }
            }
            ProgrammeState::Ended | ProgrammeState::Dropped => return Ok(false),
        }
        tx.audit("programme", programme.id).await?;
        Ok(true)
    }
}

/// Looks at a measure: tells its owner when it begins to slip, and after 14 days the next level, by name.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct FollowMeasure {
    pub measure: MeasureId,
}

impl Command for FollowMeasure {
    const NAME: &'static str = "measure_follow";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let (measure, now) = (lock_and_read_measure(tx, self.measure).await?, tx.now);
        if measure.look_at == 0 || measure.look_at > now || measure.state()? != ProgrammeState::Running {
            return Ok(false);
        }
        let (value, _, standing) = now_of(&mut tx.arm(), &measure, now).await?;
        let before = measure.standing()?;
        let is_kept = works_in(&mut tx.arm(), measure.owner, &measure.path()).await?;
        let slips = standing == MeasureStanding::Slipping;
        let begins = slips && before != MeasureStanding::Slipping;
        let is_late = slips && !begins && measure.climb_at <= now;
        let climb_at = match (slips, begins || is_late) {
            (false, _) => 0,
            (true, true) => climbs_at(now),
            (true, false) => measure.climb_at,
        };
        let mut staff = told(tx, &measure).await?;
        let (mut level, mut raised_to) = (measure.level.clone(), measure.raised_to);
        if !slips && is_kept {
            (level, raised_to) = (String::new(), 0);
        }
        // Without an owner who works there the next level hears of it at once, to name another.
        let is_ownerless = !is_kept && raised_to == 0;
        let mut climbed = false;
        if is_late || is_ownerless {
            let rung = next_above(&mut tx.arm(), &measure.path(), &level, &[measure.owner], now).await?;
            if rung.owner() != 0 {
                climbed = true;
                (level, raised_to) = (rung.path.clone(), rung.owner());
                staff.extend(rung.accounts);
                staff.sort_unstable();
                staff.dedup();
            }
        }
        run!(
            tx,
            "update measure set value = $2, standing = $3, since = $4, look_at = $5, climb_at = $6, level = $7,
                 raised_to = $8
             where id = $1",
            measure.id,
            value,
            standing.as_str(),
            if standing == before { measure.since } else { now },
            Day::of(now).end() + MORNING * 3600,
            climb_at,
            &level,
            raised_to,
        )?;
        if begins || is_late || climbed {
            tx.emit(Event::MeasureSlips(measure.event(staff))).await?;
            tx.audit("measure", measure.id).await?;
        }
        Ok(true)
    }
}

/// Hands a report without a comment to the next level; after 90 days it is not asked for any more.
#[derive(Clone, Copy, Debug, Serialize)]
struct ClimbReport {
    report: MeasureReportId,
}

impl Command for ClimbReport {
    const NAME: &'static str = "measure_report_climb";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let (report, now) = (lock_report(tx, self.report).await?, tx.now);
        if report.climb_at == 0 || report.climb_at > now || report.state()? != MeasureReportState::Asked {
            return Ok(false);
        }
        if now >= report.asked + LAPSE_DAYS * DAY {
            run!(tx, "update measure_report set state = 'lapsed', climb_at = 0 where id = $1", report.id)?;
            tx.audit("measure", report.measure).await?;
            return Ok(true);
        }
        let measure = load_measure(&mut tx.arm(), report.measure).await?;
        let rung = next_above(&mut tx.arm(), &measure.path(), &report.level, &[measure.owner], now).await?;
        let mut staff = told(tx, &measure).await?;
        // At the top it stays where it is, and those accounts are told again.
        let (level, raised_to) = match rung.owner() {
            0 => (report.level.clone(), report.raised_to),
            first => (rung.path.clone(), first),
        };
        staff.extend(rung.accounts);
        staff.extend((raised_to != 0).then_some(raised_to));
        staff.sort_unstable();
        staff.dedup();
        run!(
            tx,
            "update measure_report set climb_at = $2, level = $3, raised_to = $4 where id = $1",
            report.id,
            climbs_at(now),
            &level,
            raised_to,
        )?;
        tx.emit(Event::MeasureReportLate(measure.event(staff))).await?;
        tx.audit("measure", report.measure).await?;
        Ok(true)
    }
}

impl Store {
    /// Does the next step of programmes, measures and reports whose time has come; returns how many.
    pub(crate) async fn programmes_follow(&self) -> Result<i64> {
        let now = self.now();
        let programmes: Result<i64> = sweep!(
            self,
            |programme| FollowProgramme { programme },
            "select report_at, id from programme where report_at > 0 and report_at <= $1 and (report_at, id) > ($2, $3)
             order by report_at, id limit 200",
            now,
        );
        let measures: Result<i64> = sweep!(
            self,
            |measure| FollowMeasure { measure },
            "select look_at, id from measure where look_at > 0 and look_at <= $1 and (look_at, id) > ($2, $3)
             order by look_at, id limit 200",
            now,
        );
        let reports: Result<i64> = sweep!(
            self,
            |report| ClimbReport { report },
            "select climb_at, id from measure_report where climb_at > 0 and climb_at <= $1 and (climb_at, id) > ($2, $3)
             order by climb_at, id limit 200",
            now,
        );
        Ok(programmes? + measures? + reports?)
    }
}
