//! `wishbridge check` of school places: what lists and clocks keep of a case is what the engine says of its facts.

use domain::{areas::AreaPath, casework::school_places::engine::Outlook, time::Day};

use crate::{
    Result, Store,
    casework::school_places::{
        application, day, read_facts,
        rules::{RuleRow, rule_for},
        stored_step,
    },
    db::sql::rows,
    ops::check::report,
};

#[derive(sqlx::FromRow)]
struct KeptRow {
    id: i64,
    household: i64,
    facts: String,
    asked: i64,
    rule: i64,
    standing: String,
    first_day: i64,
    step: String,
    last_day: i64,
    root: i64,
    path: String,
}

impl Store {
    /// Computes every open case that the clock does not have to wake anew, and finds cases of files that are no more.
    pub(crate) async fn check_school_places(&self, lines: &mut Vec<String>) -> Result<()> {
        let now = self.now();
        let mut db = self.reader().await?;
        let kept = rows!(
            db,
            KeptRow,
            "select c.id, c.household, c.facts, c.asked, c.rule, c.standing, c.first_day, c.step, c.last_day,
                 h.root, a.path
             from school_place c join household h on h.id = c.household join area a on a.id = h.area
             where c.state = 'open' and c.wake > $1 order by c.id limit 5000",
            now,
        )?;
        let mut wrong = Vec::new();
        for row in kept {
            let rule = rule_for(&mut db.arm(), row.root, &AreaPath(row.path.clone())).await?;
            let terms = rule.as_ref().map(RuleRow::terms).transpose()?;
            let facts = read_facts(&self.vault, row.id, &row.facts)?;
            let made = application(&mut db.arm(), row.id).await?;
            // A case that was computed yesterday is woken within a day: both days are right.
            let said = [0, -1].map(|days| {
                let today = Day::of(now).plus(days);
                Outlook::of(terms.as_ref(), facts.as_ref(), Day::of(row.asked), today, made)
            });
            let step = stored_step(&row.step, row.last_day)?;
            let same = |outlook: &Outlook| {
                outlook.standing.as_str() == row.standing
                    && outlook.first_day == day(row.first_day)
                    && outlook.step == step
            };
            if !said.iter().any(same) || rule.map_or(0, |rule| rule.id) != row.rule {
                wrong.push((row.id, row.household));
            }
        }
        report(lines, wrong, |(id, household)| {
            format!("school place {id} of household {household}: its dates are not those of its facts and rule")
        });
        let dead = rows!(
            db,
            (i64, i64),
            "select c.id, c.household from school_place c join household h on h.id = c.household
             where c.state = 'open' and h.state <> 'open' order by c.id limit 1001",
        )?;
        report(lines, dead, |(id, household)| {
            format!("school place {id} is open, but the file of household {household} is not")
        });
        Ok(())
    }
}
