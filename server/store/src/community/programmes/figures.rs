//! What indicators count: records between two times in an area and those inside it. The pages, the clock, the frozen
//! reports and `wishbridge check` all count here, and the list behind a figure shows the rows that are counted.

use std::collections::HashMap;

use domain::{
    Timestamp,
    accounts::Actor,
    areas::AreaPath,
    casework::cases::CaseKind,
    community::programmes::{IndicatorId, IndicatorKind, IndicatorStanding, ProgrammeState},
    permission::Action,
    reports::figures::FigureRow,
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use super::{KnownIndicator, load_indicator, must_see};
use crate::{
    Conn, Refusal, Result, Store,
    db::{
        pagination::page,
        sql::{listed, row, rows, value},
    },
};

/// Columns of a row after its number, record and time: its amount, and the name of the area `a`.
const REST: &str = "cast(1 as bigint) as amount, a.name as area_name";

/// Area in which the household `h` lived at the time `$3`; a later relocation takes nothing out of an earlier figure.
const HOME: &str = "join area a on a.id = coalesce((select v.from_area from household_move v
         where v.household = h.id and v.state = 'accepted' and v.answered >= $3 order by v.answered, v.id limit 1),
         h.area)
     where a.path like cast($1 as text) || '%' and";

/// Builds the condition that a case `c` was closed with the outcome `key` of its kind that solves it.
fn is_solved(key: &str) -> String {
    let of_kind = |kind: &CaseKind| {
        let outcomes = kind.rules().outcomes.iter().filter(|outcome| outcome.solved);
        let keys: Vec<String> = outcomes.map(|outcome| format!("'{}'", outcome.key)).collect();
        format!("(c.kind = '{}' and {key} in ({}))", kind.as_str(), keys.join(", "))
    };
    format!("({})", CaseKind::ALL.iter().map(of_kind).collect::<Vec<_>>().join(" or "))
}

/// Builds the statement of the rows that a kind counts from `$2` to before `$3` in the area of path `$1` and those
/// inside it; `None` for a typed figure. The begin stands before the `> 0` of partial indexes: SQLite bounds an index
/// by the first condition that fits.
fn rows_of(kind: IndicatorKind) -> Option<String> {
    Some(match kind {
        IndicatorKind::WishesFulfilled => format!(
            "select w.id as num, w.id as record, w.ended as at, {REST}
             from wish w join household h on h.id = w.household
             {HOME} w.state = 'fulfilled' and w.ended >= $2 and w.ended < $3"
        ),
        IndicatorKind::HouseholdsVisited => format!(
            "select h.id as num, coalesce(max(b.id), 0) as record, min(r.recorded) as at, {REST}
             from visit_report r join household h on h.id = r.household
                 left join visit b on b.household = r.household and b.report = r.id
             {HOME} r.met <> 'not_there' and r.recorded >= $2 and r.recorded < $3 group by h.id, a.name"
        ),
        IndicatorKind::DoorsMet => format!(
            "select d.id as num, d.round as record, min(k.at) as at, {REST}
             from round_knock k join round_door d on d.id = k.door join area a on a.id = d.area
             where a.path like cast($1 as text) || '%' and k.outcome = 'met' and k.at >= $2 and k.at < $3
             group by d.id, d.round, a.name"
        ),
        IndicatorKind::Hired => format!(
            "select p.id as num, p.id as record, p.decided as at, {REST}
             from job_proposal p join household h on h.id = p.household
             {HOME} p.state = 'hired' and p.decided >= $2 and p.decided < $3 and p.decided > 0"
        ),
        IndicatorKind::CourseAttendances => format!(
            "select m.id as num, c.id as record, s.starts as at, {REST}
             from course_session s join course c on c.id = s.course join area a on a.id = c.area
                 join course_mark m on m.session = s.id
             where a.path like cast($1 as text) || '%' and m.present = true and s.starts >= $2 and s.starts < $3"
        ),
        IndicatorKind::ShiftHours => "select p.id as num, s.id as record, s.starts as at, p.minutes as amount,
                 a.name as area_name
             from shift s join area a on a.id = s.area join shift_place p on p.shift = s.id
             where a.path like cast($1 as text) || '%' and p.state = 'on' and s.starts >= $2 and s.starts < $3
                 and p.minutes > 0"
            .to_owned(),
        IndicatorKind::PairingsBegun => format!(
            "select p.id as num, p.id as record, p.started as at, {REST}
             from pairing p join household h on h.id = p.household
             {HOME} p.started >= $2 and p.started < $3 and p.started > 0"
        ),
        IndicatorKind::ReferralsDone => format!(
            "select r.id as num, r.id as record, max(l.at) as at, {REST}
             from referral_line l join referral r on r.id = l.referral join household h on h.id = r.household
             {HOME} l.state = 'done' and l.at >= $2 and l.at < $3 group by r.id, a.name"
        ),
        // By their history, which never changes: closed as solved, and not opened again before the end.
        IndicatorKind::CasesSolved => format!(
            "select c.id as num, c.id as record, max(l.at) as at, {REST}
             from case_line l join case_file c on c.id = l.case_file join household h on h.id = c.household
             {HOME} l.kind = 'closed' and l.at >= $2 and l.at < $3 and {}
                 and not exists (select 1 from case_line o where o.case_file = c.id and o.kind = 'reopened'
                     and o.id > l.id and o.at < $3)
             group by c.id, a.name",
            is_solved("l.key")
        ),
        IndicatorKind::ChildrenPlaced => format!(
            "select s.id as num, s.id as record, s.closed as at, {REST}
             from school_place s join household h on h.id = s.household
             {HOME} s.outcome in ('placed', 'placed_elsewhere') and s.closed >= $2 and s.closed < $3 and s.closed > 0"
        ),
        IndicatorKind::Typed => return None,
    })
}

/// Counts the records of a kind from `from` to before `to` in the area and those inside it; 0 for a typed figure.
async fn counted(
    db: &mut Conn<'_>,
    kind: IndicatorKind,
    path: &AreaPath,
    from: Timestamp,
    to: Timestamp,
) -> Result<i64> {
    let Some(rows) = rows_of(kind) else { return Ok(0) };
    let sql = format!("select count(*), cast(coalesce(sum(f.amount), 0) as bigint) from ({rows}) f");
    let found = row!(db, (i64, i64), AssertSqlSafe(sql.as_str()), &path.0, from, to)?;
    let (count, sum) = found.unwrap_or_default();
    Ok(kind.measure().shown(count, sum))
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

/// Computes the values of indicators of one programme, as [`value_at`] does. Costs two statements, whatever the number.
pub(super) async fn values_at(
    db: &mut Conn<'_>,
    indicators: &[KnownIndicator],
    to: Timestamp,
    known: Timestamp,
) -> Result<HashMap<IndicatorId, i64>> {
    let mut values: HashMap<IndicatorId, i64> = indicators.iter().map(|one| (one.id, one.baseline)).collect();
    let (mut counts, mut kinds) = (Vec::new(), HashMap::new());
    for one in indicators {
        let kind = one.kind()?;
        if let Some(rows) = rows_of(kind) {
            // Paths consist of digits and slashes, so nothing needs quoting.
            let path: String = one.path().0.chars().filter(|c| c.is_ascii_digit() || *c == '/').collect();
            let rows = rows.replace("cast($1 as text)", &format!("'{path}'")).replace("$2", "$1").replace("$3", "$2");
            counts.push(format!(
                "select cast({} as bigint), count(*), cast(coalesce(sum(f.amount), 0) as bigint) from ({rows}) f",
                one.id
            ));
            kinds.insert(one.id, kind);
        }
    }
    if let (Some(one), false) = (indicators.first(), counts.is_empty()) {
        let sql = counts.join(" union all ");
        let found = rows!(db, (i64, i64, i64), AssertSqlSafe(sql.as_str()), one.first, to)?;
        for (id, count, sum) in found {
            if let (Some(value), Some(kind)) = (values.get_mut(&id), kinds.get(&id)) {
                *value += kind.measure().shown(count, sum);
            }
        }
    }
    let typed: Vec<IndicatorId> = indicators.iter().map(|one| one.id).filter(|id| !kinds.contains_key(id)).collect();
    if !typed.is_empty() {
        let sql = format!(
            "select v.indicator, v.amount from indicator_value v
             where v.indicator in ({}) and v.day < $1 and v.at <= $2
                 and not exists (select 1 from indicator_value n where n.indicator = v.indicator and n.day < $1
                     and n.at <= $2 and (n.day > v.day or (n.day = v.day and n.id > v.id)))",
            listed(typed)
        );
        values.extend(rows!(db, (i64, i64), AssertSqlSafe(sql.as_str()), to, known)?);
    }
    Ok(values)
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

impl Store {
    /// Lists the rows that an indicator counts until now, or until the end of its programme; none of a typed figure.
    ///
    /// # Errors
    /// As [`Store::programme`]; not found for those who read no programmes in the indicator's area: they get its figure
    /// in steps of five.
    pub async fn indicator_rows(&self, actor: &Actor, id: IndicatorId, cursor: i64) -> Result<Page<FigureRow>> {
        actor.must_somewhere(Action::ReadProgrammes)?;
        let (now, mut db) = (self.now(), self.reader().await?);
        let known = load_indicator(&mut db.arm(), id).await?;
        let state = known.state()?;
        must_see(actor, known.root, &AreaPath(known.programme_path.clone()), state)?;
        if !known.opens_to(actor) {
            return Err(Refusal::NotFound.into());
        }
        let began = matches!(state, ProgrammeState::Running | ProgrammeState::Ended);
        let Some(of_kind) = rows_of(known.kind()?).filter(|_| began) else { return Ok(page(Vec::new(), |_| 0)) };
        let sql = format!(
            "select f.num, f.record, f.at, f.amount, f.area_name from ({of_kind}) f where f.num > $4
             order by f.num limit 51"
        );
        let (path, to) = (known.path(), now.min(known.until + 1));
        let found =
            rows!(db, (i64, i64, i64, i64, String), AssertSqlSafe(sql.as_str()), &path.0, known.first, to, cursor,)?;
        let row = |(row, record, at, amount, area_name)| FigureRow { row, record, at, amount, area_name, household: 0 };
        Ok(page(found.into_iter().map(row).collect(), |row: &FigureRow| row.row))
    }
}
