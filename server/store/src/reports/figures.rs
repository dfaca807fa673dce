//! Figures of an area and a month, counted from their rows on each request; nothing is stored that could differ.

use std::collections::BTreeMap;

use domain::{
    Timestamp,
    accounts::{Actor, security::SecurityKind},
    areas::AreaId,
    permission::Action,
    reports::figures::{AreaFigures, Dashboard, Figure, FigureLine, FigureRow, Quartiles, TimeLine, TrendMonth},
    time::Month,
    wishes::Page,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

use super::facts::{FACTS, FactTimes};
use crate::{
    By, Command, Conn, Refusal, Result, Store, Tx,
    areas::tree::path_of,
    db::{
        area_filter::covered,
        pagination::page,
        sql::{parse, row, rows},
    },
};

/// Months of the trend: a year, and the year before it.
const TREND: i64 = 24;

/// Household of a row `f` of granted points, else 0: such a journal has no shop, and its page is that of the household.
const GRANTED_TO: &str = "case when f.figure = 'points' and f.part = 'granted'
     then coalesce((select p.owner from entry e join ledger_account p on p.id = e.account where e.id = f.num), 0)
     else 0 end";

/// Notes an export of figures.
#[derive(Clone, Copy, Debug, Serialize)]
struct FiguresExported;

impl Command for FiguresExported {
    const NAME: &'static str = "export_figures";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::ReadFigures)?;
        tx.must_be_proved().await?;
        tx.audit("audit", 0).await
    }
}

#[derive(sqlx::FromRow)]
struct CountRow {
    area: i64,
    figure: String,
    part: String,
    count: i64,
    total: i64,
}

#[derive(sqlx::FromRow)]
struct QuartileRow {
    figure: String,
    count: i64,
    least: i64,
    lower: i64,
    middle: i64,
    upper: i64,
    most: i64,
}

#[derive(sqlx::FromRow)]
struct FactRow {
    num: i64,
    record: i64,
    at: Timestamp,
    amount: i64,
    area_name: String,
    household: i64,
}

/// Which rows of a figure are listed.
#[derive(Clone, Debug)]
pub struct FigureQuery {
    /// Area with those below it; 0 for the highest of the actor.
    pub area: AreaId,
    /// The month.
    pub month: Month,
    /// The figure.
    pub figure: Figure,
    /// Its part, or empty for all of them.
    pub part: String,
    /// `next` of the previous page.
    pub cursor: i64,
}

/// Area whose figures are read, and the condition on `f.figure` of those that the actor reads there.
struct Chosen {
    area: AreaId,
    seen: &'static str,
}

/// Returns the area, or for 0 the highest in which the actor reads figures.
async fn area_of(db: &mut Conn<'_>, actor: &Actor, area: AreaId) -> Result<Chosen> {
    actor.must_somewhere(Action::ReadFigures)?;
    let area = match area {
        0 => {
            let sql = format!(
                "select id from area where {} order by length(path), id limit 1",
                covered("path", &actor.areas_for(Action::ReadFigures))
            );
            row!(db, (i64,), AssertSqlSafe(sql.as_str()))?.map_or(0, |(id,)| id)
        }
        area => area,
    };
    let path = path_of(&mut db.arm(), area).await?.ok_or(Refusal::NotFound)?;
    actor.must(Action::ReadFigures, &path)?;
    // An exact count beside the rounded ones of a rule would tell of single families.
    let seen = if actor.may(Action::ReadHouseholds, &path) { "1 = 1" } else { "f.figure <> 'entitlements'" };
    Ok(Chosen { area, seen })
}

/// Counts the rows of a month by figure and part: of the area, and of each directly below it. Which area is shown for
/// which is looked up once, because comparing the paths of each group took as long as counting.
async fn counts(db: &mut Conn<'_>, of: &Chosen, times: FactTimes) -> Result<Vec<CountRow>> {
    let (seen, month) = (of.seen, times.of.to_string());
    let sql = format!(
        "with i(area, shown) as materialized
             (select a.id, c.id from area c join area a on a.path like c.path || '%' where c.id = $9 or c.parent = $9)
         select i.shown as area, g.figure, g.part, cast(sum(g.n) as bigint) as count,
             cast(sum(g.amount) as bigint) as total
         from (select f.figure, f.part, f.area, count(*) as n, sum(f.amount) as amount from ({FACTS}) f
               where {seen} group by f.area, f.figure, f.part) g join i on i.area = g.area
         group by i.shown, g.figure, g.part order by i.shown, g.figure, g.part"
    );
    Ok(rows!(
        db,
        CountRow,
        AssertSqlSafe(sql.as_str()),
        times.now,
        times.start,
        times.end,
        times.until,
        times.week,
        times.month,
        times.quarter,
        &month,
        of.area,
    )?)
}

/// Computes the quartiles of the durations of a month, by nearest rank.
async fn quartiles(db: &mut Conn<'_>, of: &Chosen, times: FactTimes) -> Result<Vec<(Figure, Quartiles)>> {
    let month = times.of.to_string();
    let sql = format!(
        "select q.figure, cast(max(q.n) as bigint) as count, cast(min(q.amount) as bigint) as least,
             cast(max(case when q.place = (q.n + 3) / 4 then q.amount end) as bigint) as lower,
             cast(max(case when q.place = (q.n + 1) / 2 then q.amount end) as bigint) as middle,
             cast(max(case when q.place = (3 * q.n + 3) / 4 then q.amount end) as bigint) as upper,
             cast(max(q.amount) as bigint) as most
         from (select f.figure, f.amount, row_number() over (partition by f.figure order by f.amount, f.num) as place,
                   count(*) over (partition by f.figure) as n
               from ({FACTS}) f join area a on a.id = f.area join area c on c.id = $9 and a.path like c.path || '%'
               where f.figure in ('claimed', 'handed_over')) q
         group by q.figure"
    );
    let found = rows!(
        db,
        QuartileRow,
        AssertSqlSafe(sql.as_str()),
        times.now,
        times.start,
        times.end,
        times.until,
        times.week,
        times.month,
        times.quarter,
        &month,
        of.area,
    )?;
    let read = |row: QuartileRow| {
        let QuartileRow { figure, count, least, lower, middle, upper, most } = row;
        Ok((parse(&figure)?, Quartiles { count, least, lower, middle, upper, most }))
    };
    found.into_iter().map(read).collect()
}

/// Counts the wishes that were published and fulfilled in each month of two years. The plus keeps SQLite from reading
/// all wishes of the areas for each month, where the indexes of the months hold everything.
async fn trend(db: &mut Conn<'_>, area: AreaId, last: Month) -> Result<Vec<TrendMonth>> {
    let months: Vec<Month> = (0..TREND).map(|back| last.plus(back + 1 - TREND)).collect();
    let values: Vec<String> =
        months.iter().enumerate().map(|(at, month)| format!("({at}, {}, {})", month.start(), month.end())).collect();
    let sql = format!(
        "with m(place, start, until) as (values {}),
             i(id) as (select a.id from area a join area c on c.id = $1 and a.path like c.path || '%')
         select cast(m.place as bigint),
             (select count(*) from wish w where w.published >= m.start and w.published < m.until and w.published > 0
                  and +w.home in (select i.id from i)),
             (select count(*) from wish w where w.ended >= m.start and w.ended < m.until and w.state = 'fulfilled'
                  and +w.home in (select i.id from i))
         from m",
        values.join(", ")
    );
    let found = rows!(db, (i64, i64, i64), AssertSqlSafe(sql.as_str()), area)?;
    let month = |(at, month): (usize, &Month)| {
        let same = |one: &&(i64, i64, i64)| usize::try_from(one.0) == Ok(at);
        let (published, fulfilled) = found.iter().find(same).map_or((0, 0), |one| (one.1, one.2));
        TrendMonth { month: month.to_string(), published, fulfilled }
    };
    Ok(months.iter().enumerate().map(month).collect())
}

/// Joins the counts of both years, by area, in the order of the figures.
fn joined(now: Vec<CountRow>, before: Vec<CountRow>) -> Result<BTreeMap<AreaId, Vec<FigureLine>>> {
    let mut all: BTreeMap<(AreaId, Figure, usize, String), FigureLine> = BTreeMap::new();
    for (row, is_now) in now.into_iter().map(|row| (row, true)).chain(before.into_iter().map(|row| (row, false))) {
        let figure: Figure = parse(&row.figure)?;
        let empty = FigureLine { figure, part: row.part.clone(), count: 0, sum: 0, count_before: 0, sum_before: 0 };
        let line = all.entry((row.area, figure, figure.place_of(&row.part), row.part)).or_insert(empty);
        let (count, sum) =
            if is_now { (&mut line.count, &mut line.sum) } else { (&mut line.count_before, &mut line.sum_before) };
        (*count, *sum) = (row.count, row.total);
    }
    let mut areas: BTreeMap<AreaId, Vec<FigureLine>> = BTreeMap::new();
    for ((area, ..), line) in all {
        areas.entry(area).or_default().push(line);
    }
    Ok(areas)
}

impl Store {
    /// Computes the figures of an area and a month, with the same month of the year before; area 0 is the highest one
    /// of the actor.
    ///
    /// # Errors
    /// Not allowed without a role that reads figures; not found outside the actor's areas.
    pub async fn dashboard(&self, actor: &Actor, area: AreaId, month: Month) -> Result<Dashboard> {
        actor.must_somewhere(Action::ReadFigures)?;
        let mut db = self.reader().await?;
        let of = area_of(&mut db.arm(), actor, area).await?;
        let area = of.area;
        let (now, year_ago) = (self.now(), month.plus(-12));
        let (times, before) = (FactTimes::of(month, now), FactTimes::of(year_ago, now));
        let now_counts = counts(&mut db.arm(), &of, times).await?;
        let mut lines = joined(now_counts, counts(&mut db.arm(), &of, before).await?)?;
        let (now_times, before_times) =
            (quartiles(&mut db.arm(), &of, times).await?, quartiles(&mut db.arm(), &of, before).await?);
        let time = |figure: Figure| {
            let one = |all: &[(Figure, Quartiles)]| all.iter().find(|(one, _)| *one == figure).map(|(_, found)| *found);
            TimeLine { figure, month: one(&now_times), before: one(&before_times) }
        };
        let names = rows!(
            db,
            (i64, String),
            "select id, name from area where id = $1 or parent = $1 order by length(path), id",
            area,
        )?;
        let mut areas: Vec<AreaFigures> = names
            .into_iter()
            .map(|(area, area_name)| AreaFigures { area, area_name, lines: lines.remove(&area).unwrap_or_default() })
            .collect();
        if areas.is_empty() {
            return Err(Refusal::NotFound.into());
        }
        Ok(Dashboard {
            month: month.to_string(),
            complete: month.end() <= now,
            whole: areas.remove(0),
            areas,
            times: [Figure::Claimed, Figure::HandedOver].map(time).into(),
            trend: trend(&mut db.arm(), area, month).await?,
        })
    }

    /// Counts the rows of a figure and a month by its parts as the dashboard does, for `wishbridge check`.
    pub(crate) async fn figure_parts(&self, area: AreaId, month: Month, figure: Figure) -> Result<Vec<(String, i64)>> {
        let mut db = self.reader().await?;
        let found = counts(&mut db.arm(), &Chosen { area, seen: "1 = 1" }, FactTimes::of(month, self.now())).await?;
        let is_asked = |row: &CountRow| row.area == area && row.figure == figure.as_str();
        Ok(found.into_iter().filter(is_asked).map(|row| (row.part, row.count)).collect())
    }

    /// Lists the rows that a figure counts.
    ///
    /// # Errors
    /// As [`Store::dashboard`].
    pub async fn figure_rows(&self, actor: &Actor, query: &FigureQuery) -> Result<Page<FigureRow>> {
        actor.must_somewhere(Action::ReadFigures)?;
        let mut db = self.reader().await?;
        let Chosen { area, seen } = area_of(&mut db.arm(), actor, query.area).await?;
        let (times, month) = (FactTimes::of(query.month, self.now()), query.month.to_string());
        let sql = format!(
            "select f.num, f.record, f.at, f.amount, a.name as area_name, {GRANTED_TO} as household
             from ({FACTS}) f join area a on a.id = f.area join area c on c.id = $9 and a.path like c.path || '%'
             where f.figure = $10 and {seen} and ($11 = '' or f.part = $11) and f.num > $12 order by f.num limit 51"
        );
        let found = rows!(
            db,
            FactRow,
            AssertSqlSafe(sql.as_str()),
            times.now,
            times.start,
            times.end,
            times.until,
            times.week,
            times.month,
            times.quarter,
            &month,
            area,
            query.figure.as_str(),
            query.part.as_str(),
            query.cursor,
        )?;
        let row = |FactRow { num, record, at, amount, area_name, household }: FactRow| FigureRow {
            row: num,
            record,
            at,
            amount,
            area_name,
            household,
        };
        Ok(page(found.into_iter().map(row).collect(), |row: &FigureRow| row.row))
    }

    /// Exports the figures of an area and a month.
    ///
    /// # Errors
    /// As [`Store::dashboard`]; [`domain::Code::ProofNeeded`].
    pub async fn export_figures(&self, by: &By, area: AreaId, month: Month) -> Result<Dashboard> {
        by.actor.must_somewhere(Action::ReadFigures)?;
        // Without a request id: an export that is repeated leaves a line of its own.
        self.run(&By { request: String::new(), ..by.clone() }, FiguresExported).await?;
        self.note_security_of(SecurityKind::Exported, "figures", by.actor.account);
        self.dashboard(&by.actor, area, month).await
    }
}
