//! The clock of programmes: drafts are dropped, figures are frozen at the end of each quarter, indicators are looked at each
//! morning, and what slips or is not commented on climbs.

use domain::{
    DAY, Timestamp,
    community::programmes::{
        CLIMB_DAYS, COMMENT_DAYS, GRACE_DAYS, IndicatorId, IndicatorReportId, IndicatorReportState, IndicatorStanding,
        LAPSE_DAYS, ProgrammeId, ProgrammeState, Quarter,
    },
    events::Event,
    time::Day,
};
use serde::Serialize;

use super::{
    KnownProgramme,
    figures::{late_at, now_of, value_at},
    load_indicator, lock_and_read, lock_and_read_indicator,
    reports::lock_report,
    told, works_in,
};
use crate::{
    Command, Result, Store, Tx,
    areas::answerers::chain::{Climb, next_above},
    db::{
        job_sweep::sweep,
        sql::{run, values},
    },
};

/// Hour of the day from which indicators are looked at.
const MORNING: i64 = 6;

/// When something climbs that slips, or is late, from now on.
pub(crate) fn climbs_at(now: Timestamp) -> Timestamp {
    now + CLIMB_DAYS * DAY
}

/// Loads the indicators of a programme, in their order.
async fn indicators_of(tx: &mut Tx<'_>, programme: ProgrammeId) -> Result<Vec<IndicatorId>> {
    Ok(values!(tx, i64, "select id from indicator where programme = $1 order by id", programme)?)
}

/// Inserts a report of each indicator for a quarter, with its figure before `to`, and asks the owners for a comment.
async fn report(tx: &mut Tx<'_>, programme: ProgrammeId, quarter: Quarter, to: Timestamp) -> Result<()> {
    let now = tx.now;
    for id in indicators_of(tx, programme).await? {
        let indicator = lock_and_read_indicator(tx, id).await?;
        let value = value_at(&mut tx.arm(), &indicator, to, now).await?;
        let late = late_at(&mut tx.arm(), &indicator, to).await?;
        let standing = indicator.course().standing(value, late, to);
        let due = Day::of(now).plus(COMMENT_DAYS).end() - 1;
        run!(
            tx,
            "insert into indicator_report (indicator, quarter, until, value, standing, state, asked, due, climb_at, level,
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
        let staff = told(tx, &indicator).await?;
        tx.emit(Event::IndicatorReportDue(indicator.event(staff))).await?;
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
    for indicator in indicators_of(tx, id).await? {
        let indicator = load_indicator(&mut tx.arm(), indicator).await?;
        let (value, _, standing) = now_of(&mut tx.arm(), &indicator, now.max(until + 1)).await?;
        run!(
            tx,
            "update indicator set value = $2, standing = $3, since = $4, look_at = 0, climb_at = 0, level = '', raised_to = 0
             where id = $1",
            indicator.id,
            value,
            standing.as_str(),
            now,
        )?;
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

/// Looks at an indicator: tells its owner when it begins to slip, and after 14 days the next level, by name.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct FollowIndicator {
    pub indicator: IndicatorId,
}

impl Command for FollowIndicator {
    const NAME: &'static str = "indicator_follow";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let (indicator, now) = (lock_and_read_indicator(tx, self.indicator).await?, tx.now);
        if indicator.look_at == 0 || indicator.look_at > now || indicator.state()? != ProgrammeState::Running {
            return Ok(false);
        }
        let (value, _, standing) = now_of(&mut tx.arm(), &indicator, now).await?;
        let before = indicator.standing()?;
        let is_kept = works_in(&mut tx.arm(), indicator.owner, &indicator.path()).await?;
        let slips = standing == IndicatorStanding::Slipping;
        let begins = slips && before != IndicatorStanding::Slipping;
        let is_late = slips && !begins && indicator.climb_at <= now;
        let climb_at = match (slips, begins || is_late) {
            (false, _) => 0,
            (true, true) => climbs_at(now),
            (true, false) => indicator.climb_at,
        };
        let mut staff = told(tx, &indicator).await?;
        let (mut level, mut raised_to) = (indicator.level.clone(), indicator.raised_to);
        if !slips && is_kept {
            (level, raised_to) = (String::new(), 0);
        }
        // Without an owner who works there the next level hears of it at once, to name another.
        let is_ownerless = !is_kept && raised_to == 0;
        let mut climbed = false;
        if is_late || is_ownerless {
            let rung =
                next_above(&mut tx.arm(), Climb::of(&indicator.path(), 0, &level, &[indicator.owner]), now).await?;
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
            "update indicator set value = $2, standing = $3, since = $4, look_at = $5, climb_at = $6, level = $7,
                 raised_to = $8
             where id = $1",
            indicator.id,
            value,
            standing.as_str(),
            if standing == before { indicator.since } else { now },
            Day::of(now).end() + MORNING * 3600,
            climb_at,
            &level,
            raised_to,
        )?;
        if begins || is_late || climbed {
            tx.emit(Event::IndicatorSlips(indicator.event(staff))).await?;
            tx.audit("indicator", indicator.id).await?;
        }
        Ok(true)
    }
}

/// Hands a report without a comment to the next level; after 90 days it is not asked for any more.
#[derive(Clone, Copy, Debug, Serialize)]
struct ClimbReport {
    report: IndicatorReportId,
}

impl Command for ClimbReport {
    const NAME: &'static str = "indicator_report_climb";
    type Output = bool;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool> {
        let (report, now) = (lock_report(tx, self.report).await?, tx.now);
        if report.climb_at == 0 || report.climb_at > now || report.state()? != IndicatorReportState::Asked {
            return Ok(false);
        }
        if now >= report.asked + LAPSE_DAYS * DAY {
            run!(tx, "update indicator_report set state = 'lapsed', climb_at = 0 where id = $1", report.id)?;
            tx.audit("indicator", report.indicator).await?;
            return Ok(true);
        }
        let indicator = load_indicator(&mut tx.arm(), report.indicator).await?;
        let rung =
            next_above(&mut tx.arm(), Climb::of(&indicator.path(), 0, &report.level, &[indicator.owner]), now).await?;
        let mut staff = told(tx, &indicator).await?;
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
            "update indicator_report set climb_at = $2, level = $3, raised_to = $4 where id = $1",
            report.id,
            climbs_at(now),
            &level,
            raised_to,
        )?;
        tx.emit(Event::IndicatorReportLate(indicator.event(staff))).await?;
        tx.audit("indicator", report.indicator).await?;
        Ok(true)
    }
}

impl Store {
    /// Does the next step of programmes, indicators and reports whose time has come; returns how many.
    pub(crate) async fn programmes_follow(&self) -> Result<i64> {
        let now = self.now();
        let programmes: Result<i64> = sweep!(
            self,
            |programme| FollowProgramme { programme },
            "select report_at, id from programme where report_at > 0 and report_at <= $1 and (report_at, id) > ($2, $3)
             order by report_at, id limit 200",
            now,
        );
        let indicators: Result<i64> = sweep!(
            self,
            |indicator| FollowIndicator { indicator },
            "select look_at, id from indicator where look_at > 0 and look_at <= $1 and (look_at, id) > ($2, $3)
             order by look_at, id limit 200",
            now,
        );
        let reports: Result<i64> = sweep!(
            self,
            |report| ClimbReport { report },
            "select climb_at, id from indicator_report where climb_at > 0 and climb_at <= $1 and (climb_at, id) > ($2, $3)
             order by climb_at, id limit 200",
            now,
        );
        Ok(programmes? + indicators? + reports?)
    }
}
