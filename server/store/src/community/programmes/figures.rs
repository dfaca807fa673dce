//! What indicators count: records between two times in an area and those inside it. The pages, the clock, the frozen
//! reports and `wishbridge check` all count here, so that they cannot differ.

use domain::{
    Timestamp,
    areas::AreaPath,
    community::programmes::{IndicatorKind, IndicatorStanding},
};

use super::KnownIndicator;
use crate::{
    Conn, Result,
    db::sql::{row, value},
};

/// Area in which the household `h` lived at the time `$3`; a later relocation takes nothing out of an earlier figure.
macro_rules! home_then {
    () => {
        "join area a on a.id = coalesce((select v.from_area from household_move v
             where v.household = h.id and v.state = 'accepted' and v.answered >= $3 order by v.answered, v.id limit 1), h.area)
         where a.path like cast($1 as text) || '%' and "
    };
}

/// Counts the records of a kind from `from` to before `to` in the area and those inside it; 0 for a typed figure.
pub(crate) async fn counted(
    db: &mut Conn<'_>,
    kind: IndicatorKind,
    path: &AreaPath,
    from: Timestamp,
    to: Timestamp,
) -> Result<i64> {
    let path = &path.0;
    let count = match kind {
        IndicatorKind::WishesFulfilled => value!(
            db,
            i64,
            concat!(
                "select count(*) from wish w join household h on h.id = w.household ",
                home_then!(),
                "w.state = 'fulfilled' and w.ended >= $2 and w.ended < $3"
            ),
            path,
            from,
            to,
        )?,
        IndicatorKind::HouseholdsVisited => value!(
            db,
            i64,
            concat!(
                "select count(distinct r.household) from visit_report r join household h on h.id = r.household ",
                home_then!(),
                "r.met <> 'not_there' and r.recorded >= $2 and r.recorded < $3"
            ),
            path,
            from,
            to,
        )?,
        IndicatorKind::DoorsMet => value!(
            db,
            i64,
            "select count(distinct d.id) from round_knock k join round_door d on d.id = k.door
                 join area a on a.id = d.area
             where a.path like cast($1 as text) || '%' and k.outcome = 'met' and k.at >= $2 and k.at < $3",
            path,
            from,
            to,
        )?,
        IndicatorKind::Hired => value!(
            db,
            i64,
            concat!(
                "select count(*) from job_proposal p join household h on h.id = p.household ",
                home_then!(),
                "p.state = 'hired' and p.decided >= $2 and p.decided < $3"
            ),
            path,
            from,
            to,
        )?,
        IndicatorKind::CourseAttendances => value!(
            db,
            i64,
            "select count(*) from course_session s join course c on c.id = s.course join area a on a.id = c.area
                 join course_mark m on m.session = s.id
             where a.path like cast($1 as text) || '%' and m.present = true and s.starts >= $2 and s.starts < $3",
            path,
            from,
            to,
        )?,
        IndicatorKind::ShiftHours => value!(
            db,
            i64,
            "select cast(coalesce(sum(p.minutes), 0) as bigint) / 60 from shift s join area a on a.id = s.area
                 join shift_place p on p.shift = s.id
             where a.path like cast($1 as text) || '%' and p.state = 'on' and s.starts >= $2 and s.starts < $3",
            path,
            from,
            to,
        )?,
        IndicatorKind::PairingsBegun => value!(
            db,
            i64,
            concat!(
                "select count(*) from pairing p join household h on h.id = p.household ",
                home_then!(),
                "p.started > 0 and p.started >= $2 and p.started < $3"
            ),
            path,
            from,
            to,
        )?,
        IndicatorKind::ReferralsDone => value!(
            db,
            i64,
            concat!(
                "select count(distinct r.id) from referral_line l join referral r on r.id = l.referral
                     join household h on h.id = r.household ",
                home_then!(),
                "l.state = 'done' and l.at >= $2 and l.at < $3"
            ),
            path,
            from,
            to,
        )?,
        IndicatorKind::CasesSolved => cases_solved(db, path, from, to).await?,
        IndicatorKind::ChildrenPlaced => value!(
            db,
            i64,
            concat!(
                "select count(*) from school_place s join household h on h.id = s.household ",
                home_then!(),
                "s.closed > 0 and s.outcome in ('placed', 'placed_elsewhere') and s.closed >= $2 and s.closed < $3"
            ),
            path,
            from,
            to,
        )?,
        IndicatorKind::Typed => 0,
    };
    Ok(count)
}

/// Counts cases by their history, which never changes: closed with an outcome that solves it, and not opened again
/// before `to`.
async fn cases_solved(db: &mut Conn<'_>, path: &str, from: Timestamp, to: Timestamp) -> Result<i64> {
    Ok(value!(
        db,
        i64,
        concat!(
            "select count(distinct c.id) from case_line l join case_file c on c.id = l.case_file
                 join household h on h.id = c.household ",
            home_then!(),
            "l.kind = 'closed' and l.at >= $2 and l.at < $3
             and l.key in ('hired', 'trained', 'placed', 'placed_elsewhere', 'treated', 'treated_on', 'issued', 'settled',
                 'advised', 'paid_out', 'course_done', 'helper_found', 'housed', 'repaired', 'arranged', 'family_cares',
                 'moved_in', 'restored')
             and not exists (select 1 from case_line o where o.case_file = c.id and o.kind = 'reopened' and o.id > l.id
                 and o.at < $3)"
        ),
        path,
        from,
        to,
    )?)
}

/// Computes the value of an indicator before `to`: its baseline with what was counted since its programme began, or the
/// newest typed figure of a day before it that was typed until `known`; the baseline without one.
pub(crate) async fn value_at(
    db: &mut Conn<'_>,
    indicator: &KnownIndicator,
    to: Timestamp,
    known: Timestamp,
) -> Result<i64> {
    let kind = indicator.kind()?;
    if kind == IndicatorKind::Typed {
        let typed = row!(
            db,
            (i64,),
            "select amount from indicator_value where indicator = $1 and day < $2 and at <= $3
             order by day desc, id desc limit 1",
            indicator.id,
            to,
            known,
        )?;
        return Ok(typed.map_or(indicator.baseline, |(amount,)| amount));
    }
    Ok(indicator.baseline + counted(db, kind, &indicator.path(), indicator.first, to).await?)
}

/// Counts the milestones of an indicator that were open after their day at `at`.
pub(crate) async fn late_at(db: &mut Conn<'_>, indicator: &KnownIndicator, at: Timestamp) -> Result<i64> {
    Ok(value!(
        db,
        i64,
        "select count(*) from milestone where indicator = $1 and day < $2 and (done = 0 or noted > $2)",
        indicator.id,
        at,
    )?)
}

/// Value and standing of an indicator now; after its programme those of its last day.
pub(crate) async fn now_of(
    db: &mut Conn<'_>,
    indicator: &KnownIndicator,
    now: Timestamp,
) -> Result<(i64, i64, IndicatorStanding)> {
    let to = now.min(indicator.until + 1);
    let value = value_at(db, indicator, to, now).await?;
    let late = late_at(db, indicator, to).await?;
    Ok((value, late, indicator.course().standing(value, late, now)))
}
