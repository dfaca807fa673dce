//! What the public reads of a closed month: counts per district, made safe by `domain::reports::impact`.
//! The raw counts never leave this file.

use domain::{
    areas::AreaId,
    reports::impact::{Impact, ImpactArea, ImpactFigure, RawCell, publish},
    time::Month,
};
use sqlx::AssertSqlSafe;

use crate::{
    Refusal, Result, Store,
    db::sql::{parse, row, rows},
};

/// Closed months that the public may choose from.
pub const MONTHS: i64 = 24;

/// Joins the area `a` of a row with the area `c` that is shown for it: the one directly below the root area `$1`, or
/// the root area itself for what belongs to none.
const SHOWN: &str = "join area c on (c.parent = $1 and a.path like c.path || '%') or (c.id = $1 and a.id = c.id)";

#[derive(sqlx::FromRow)]
struct RawRow {
    area: i64,
    figure: String,
    count: i64,
    people: i64,
}

impl Store {
    /// Loads the figures of a closed month of a root area; root 0 is the first one, without a month the last closed
    /// one is taken. Public.
    ///
    /// # Errors
    /// Not found for other areas, and for months that are not closed or older than two years.
    pub async fn impact(&self, root: AreaId, month: Option<Month>) -> Result<Impact> {
        let last = Month::of(self.now()).before();
        let month = month.unwrap_or(last);
        if month > last || month < last.plus(1 - MONTHS) {
            return Err(Refusal::NotFound.into());
        }
        let mut db = self.reader().await?;
        let found = row!(
            db,
            (i64,),
            "select id from area where parent = 0 and (id = $1 or $1 = 0) order by id limit 1",
            root,
        )?;
        let (root,) = found.ok_or(Refusal::NotFound)?;
        let areas = rows!(
            db,
            (i64, String, i64),
            "select c.id, c.name, (select count(*) from household h join area a on a.id = h.area
                 where h.state = 'open' and ((c.id <> $1 and a.path like c.path || '%') or (c.id = $1 and a.id = $1)))
             from area c where c.id = $1 or c.parent = $1 order by c.id = $1, c.id",
            root,
        )?;
        let sql = format!(
            "select c.id as area, 'wishes' as figure, count(*) as count, count(distinct w.household) as people
             from wish w join area a on a.id = w.home {SHOWN}
             where w.ended >= $2 and w.ended < $3 and w.state = 'fulfilled' group by c.id
             union all
             select c.id, 'hours', cast(sum(case when p.minutes > 0 then p.minutes else p.typed end) as bigint) / 60,
                 count(distinct p.account)
             from shift s join shift_place p on p.shift = s.id join area a on a.id = s.area {SHOWN}
             where s.starts >= $2 and s.starts < $3 and p.state = 'on' and p.minutes + p.typed > 0 group by c.id
             union all
             select c.id, 'pairings', count(*), count(distinct p.household)
             from pairing p join household h on h.id = p.household join area a on a.id = h.area {SHOWN}
             where p.started >= $2 and p.started < $3 and p.started > 0 group by c.id
             union all
             select c.id, 'jobs', count(*), count(distinct p.household)
             from job_proposal p join household h on h.id = p.household join area a on a.id = h.area {SHOWN}
             where p.decided >= $2 and p.decided < $3 and p.decided > 0 and p.state = 'hired' group by c.id"
        );
        let found = rows!(db, RawRow, AssertSqlSafe(sql.as_str()), root, month.start(), month.end())?;
        let mut raw = Vec::new();
        for RawRow { area, figure, count, people } in found {
            raw.push((area, parse::<ImpactFigure>(&figure)?, count, people));
        }
        let line = |figure: &ImpactFigure| {
            // Families are those behind the fulfilled wishes.
            let source = if *figure == ImpactFigure::Families { ImpactFigure::Wishes } else { *figure };
            let cell = |(area, _, families): &(i64, String, i64)| {
                let found = raw.iter().find(|(at, kind, ..)| at == area && *kind == source);
                let (count, people) = found.map_or((0, 0), |(.., count, people)| (*count, *people));
                let count = if *figure == ImpactFigure::Families { people } else { count };
                RawCell { count, people, families: *families }
            };
            publish(*figure, &areas.iter().map(cell).collect::<Vec<_>>())
        };
        let lines = ImpactFigure::ALL.iter().map(line).collect();
        let named = |(area, area_name, _): (i64, String, i64)| ImpactArea { area, area_name };
        Ok(Impact { root, month: month.to_string(), lines, areas: areas.into_iter().map(named).collect() })
    }
}
