//! `wishbridge check` of programmes: frozen figures are counted anew, last ones are those of the last report, and what
//! should have ended has ended.

use domain::community::programmes::IndicatorReportId;

use crate::{
    Result, Store,
    community::programmes::{figures::value_at, load_indicator},
    db::sql::rows,
    ops::check::report,
};

/// Reports that are read together.
const BATCH: usize = 200;

impl Store {
    /// Compares the frozen figures of reports with their records, and finds programmes and indicators in a wrong state.
    pub(crate) async fn check_programmes(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        let (mut after, mut different): (IndicatorReportId, Vec<(i64, i64, i64, i64)>) = (0, Vec::new());
        loop {
            let batch = rows!(
                db,
                (i64, i64, i64, i64, i64),
                "select id, indicator, until, asked, recount from indicator_report where id > $1 order by id limit 200",
                after,
            )?;
            for (id, indicator, until, asked, kept) in &batch {
                let known = load_indicator(&mut db.arm(), *indicator).await?;
                let counted = value_at(&mut db.arm(), &known, *until, *asked).await?;
                if counted != *kept {
                    different.push((*id, *indicator, *kept, counted));
                }
                after = *id;
            }
            if batch.len() < BATCH {
                break;
            }
        }
        report(lines, different, |(id, indicator, kept, counted)| {
            format!("report {id} of indicator {indicator} says {kept}, but its records say {counted}; count it anew")
        });
        let running = rows!(
            db,
            (i64, i64),
            "select m.id, p.id from indicator m join programme p on p.id = m.programme
             where p.state <> 'running' and (m.look_at <> 0 or m.raised_to <> 0 or m.standing = 'slipping')
             order by m.id limit 1001",
        )?;
        report(lines, running, |(indicator, programme)| {
            format!("indicator {indicator} is still followed, but programme {programme} does not run")
        });
        // While a programme runs its figures are those of the morning: what was corrected since is counted the next day.
        // Once it has ended they are those of the last report, which is counted anew above.
        let ended = rows!(
            db,
            (i64, i64, i64),
            "select m.id, m.value, r.value from indicator m join programme p on p.id = m.programme
                 join indicator_report r on r.indicator = m.id and r.until = p.until + 1
             where p.state = 'ended' and m.value <> r.value order by m.id limit 1001",
        )?;
        report(lines, ended, |(indicator, kept, reported)| {
            format!("indicator {indicator} ended with {kept}, but its last report says {reported}")
        });
        let unreported = rows!(
            db,
            (i64, i64),
            "select p.id, (select count(*) from indicator m where m.programme = p.id and not exists
                 (select 1 from indicator_report r where r.indicator = m.id and r.until = p.until + 1)) as missing
             from programme p where p.state = 'ended' and exists (select 1 from indicator m where m.programme = p.id
                 and not exists (select 1 from indicator_report r where r.indicator = m.id and r.until = p.until + 1))
             order by p.id limit 1001",
        )?;
        report(lines, unreported, |(programme, missing)| {
            format!("programme {programme} has ended, but {missing} of its indicators have no last report")
        });
        Ok(())
    }
}
