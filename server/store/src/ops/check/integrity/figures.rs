//! The figures of the dashboard that no other page counts, compared with their rows.

use std::collections::BTreeMap;

use domain::{areas::AreaId, reports::figures::Figure, time::Month};

use crate::{Result, Store, db::sql::rows};

impl Store {
    /// Compares what auditors read of entitlements that ended, this month and the last one, with their rows. Root areas
    /// without any are left out: the figures are many statements in one.
    pub(crate) async fn check_entitlement_figures(&self, lines: &mut Vec<String>) -> Result<()> {
        let now = self.now();
        for month in [Month::of(now), Month::of(now).before()] {
            let mut db = self.reader().await?;
            let ended = rows!(
                db,
                (i64, String, i64),
                "select h.root, t.state, cast(count(*) as bigint) from entitlement t join household h on h.id = t.household
                 where t.ended >= $1 and t.ended < $2 and t.ended > 0 group by h.root, t.state order by h.root, t.state",
                month.start(),
                month.end(),
            )?;
            drop(db);
            let mut roots: BTreeMap<AreaId, Vec<(String, i64)>> = BTreeMap::new();
            for (root, state, count) in ended {
                roots.entry(root).or_default().push((state, count));
            }
            for (root, mut counted) in roots {
                let mut shown = self.figure_parts(root, month, Figure::Entitlements).await?;
                // Databases order texts by their own rules.
                shown.sort();
                counted.sort();
                if shown != counted {
                    let what = "entitlements shown, but";
                    lines.push(format!("figures of area {root}, {month}: {shown:?} {what} {counted:?} counted"));
                }
            }
        }
        Ok(())
    }
}
