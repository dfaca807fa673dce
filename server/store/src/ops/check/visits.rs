//! `wishbridge check` of visits and findings: SQL and domain agree on what is due, visits fit their reports, and each
//! closed finding has the answer that closed it.

use domain::{areas::AreaPath, casework::visits::Window, time::Month};

use crate::{
    Result, Store,
    casework::visits::timing_sql,
    db::sql::{rows, values},
    ops::check::report,
};

/// Visits that are compared per statement.
const BATCH: usize = 2000;

/// Visit: number, window, when it was made and cancelled, and its timing by SQL.
type Compared = (i64, i64, i64, i64, i64, i64, String);

impl Store {
    /// Compares every visit's timing by SQL with the domain's, and finds visits that do not fit their reports or files.
    pub(crate) async fn check_visits(&self, lines: &mut Vec<String>) -> Result<()> {
        let (now, mut after) = (self.now(), 0);
        loop {
            let mut db = self.reader().await?;
            let found = rows!(
                db,
                Compared,
                concat!(
                    "select v.id, v.opens, v.due, v.ends, v.made, v.cancelled, ",
                    timing_sql!(),
                    " from visit v where v.id > $2 order by v.id limit 2000"
                ),
                now,
                after,
            )?;
            drop(db);
            let is_last = found.len() < BATCH;
            after = found.last().map_or(after, |last| last.0);
            let wrong: Vec<_> = found
                .into_iter()
                .filter_map(|(id, opens, due, ends, made, cancelled, sql)| {
                    let made = (made != 0).then_some(made);
                    let timing = Window { opens, due, ends }.timing(made, cancelled != 0, now).as_str();
                    (timing != sql).then_some((id, timing, sql))
                })
                .collect();
            report(lines, wrong, |(id, timing, sql)| format!("visit {id}: {sql} by SQL, but {timing} by the rule"));
            if is_last {
                break;
            }
        }
        let mut db = self.reader().await?;
        let unreported = rows!(
            db,
            (i64, i64),
            "select v.id, v.household from visit v join household h on h.id = v.household
                 left join visit_report p on p.id = v.report
             where h.state <> 'erased' and (v.made <> 0) <> (v.report <> 0)
                 or v.report <> 0 and (p.id is null or p.household <> v.household or p.at <> v.made)
             order by v.id limit 1001",
        )?;
        report(lines, unreported, |(id, household)| {
            format!("visit {id} of household {household} does not fit its report")
        });
        let dead = rows!(
            db,
            (i64, i64),
            "select v.id, v.household from visit v join household h on h.id = v.household
             where h.state <> 'open' and v.made = 0 and v.cancelled = 0 and v.ends > $1 order by v.id limit 1001",
            now,
        )?;
        report(lines, dead, |(id, household)| {
            format!("visit {id} waits, but the file of household {household} is not open")
        });
        let astray = rows!(
            db,
            (i64, i64),
            "select m.id, m.household from visit_media m join visit_report p on p.id = m.report
             where p.household <> m.household or (m.kind = 'photo' and not exists (select 1 from consent c
                 where c.household = m.household and c.member = 0 and c.kind = 'photo' and c.subject = 0
                   and c.withdrawn_at = 0))
             order by m.id limit 1001",
        )?;
        report(lines, astray, |(id, household)| {
            format!("recording or picture {id} of household {household} has no report there, or no consent")
        });
        drop(db);
        self.check_visit_figures(lines).await
    }

    /// Compares the figures of this month and the last one, area by area, with the sums of the areas below.
    async fn check_visit_figures(&self, lines: &mut Vec<String>) -> Result<()> {
        let now = self.now();
        for month in [Month::of(now), Month::of(now).before()] {
            let mut db = self.reader().await?;
            let roots = values!(db, i64, "select id from area where parent = 0 order by id limit 100")?;
            let counted = rows!(
                db,
                (i64, i64, i64),
                concat!(
                    "select a.root, cast(count(*) as bigint),
                         cast(sum(case when ",
                    timing_sql!(),
                    " in ('in_time', 'late') then 1 else 0 end) as bigint)
                     from visit v join household h on h.id = v.household join area a on a.id = h.area
                     where v.cancelled = 0 and v.due > $2 and v.due <= $3 group by a.root"
                ),
                now,
                month.start(),
                month.end(),
            )?;
            drop(db);
            for root in roots {
                let auditor = domain::accounts::Actor {
                    account: 0,
                    grants: vec![domain::accounts::Grant {
                        role: domain::accounts::Role::Auditor,
                        area: root,
                        path: AreaPath::installation().child(root),
                    }],
                    ..domain::accounts::Actor::system()
                };
                // As an auditor of the root area reads them.
                let shown = self.visit_figures(&auditor, root, month).await?;
                let shown = shown.first().map_or((0, 0), |all| (all.due, all.in_time + all.late));
                let rows =
                    counted.iter().find(|(area, ..)| *area == root).map_or((0, 0), |(_, all, made)| (*all, *made));
                if shown != rows {
                    lines
                        .push(format!("figures of area {root}, {month}: {shown:?} visits shown, but {rows:?} counted"));
                }
            }
        }
        Ok(())
    }

    /// Finds findings whose state does not follow from the family's last answer, or from their file.
    pub(crate) async fn check_findings(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let unasked = rows!(
            db,
            (i64, String),
            "select f.id, f.outcome from finding f
             where f.state = 'closed' and f.outcome <> coalesce((select n.answer from finding_answer n
                 where n.finding = f.id order by n.id desc limit 1), '')
             order by f.id limit 1001",
        )?;
        report(lines, unasked, |(id, outcome)| {
            format!("finding {id} is closed as {outcome}, but the family's last answer is another")
        });
        let dead = rows!(
            db,
            (i64, i64),
            "select f.id, f.household from finding f join household h on h.id = f.household
             where f.state = 'open' and h.state <> 'open' order by f.id limit 1001",
        )?;
        report(lines, dead, |(id, household)| {
            format!("finding {id} is open, but the file of household {household} is not")
        });
        let wishless = rows!(
            db,
            (i64, i64),
            "select f.id, f.record from finding f left join wish w on w.id = f.record
             where f.step = 'wish' and (w.id is null or w.household <> f.household) order by f.id limit 1001",
        )?;
        report(lines, wishless, |(id, wish)| format!("finding {id} led to wish {wish}, which is not of its household"));
        let unbooked = rows!(
            db,
            (i64, i64),
            "select f.id, f.record from finding f left join appointment x on x.id = f.record
             where f.step = 'booking' and (x.id is null or x.household <> f.household) order by f.id limit 1001",
        )?;
        report(lines, unbooked, |(id, appointment)| {
            format!("finding {id} led to appointment {appointment}, which is not of its household")
        });
        Ok(())
    }
}
