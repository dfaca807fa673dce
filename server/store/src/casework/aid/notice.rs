//! What the public reads of a root area's programmes: a whole year that is over, and only five households or more.

use domain::{
    areas::AreaId,
    casework::aid::figures::{AidNotice, FEWEST, PublicAid, frozen_at, last_year, rounded},
};

use super::programmes::months_of;
use crate::{
    Refusal, Result, Store,
    db::sql::{parse, row, rows},
};

impl Store {
    /// Computes what the programmes of a root area gave in a year; without one in the last year that is public.
    /// Later entries, reversals and merges of files change nothing, so that two days cannot be compared.
    ///
    /// # Errors
    /// Not found for another area than a root, and for a year that is not public.
    pub async fn aid_notice(&self, root: AreaId, year: Option<i64>) -> Result<AidNotice> {
        let last = last_year(self.now());
        let year = year.unwrap_or(last);
        if year > last || year < last - 20 {
            return Err(Refusal::NotFound.into());
        }
        let mut db = self.reader().await?;
        let found = row!(db, (String,), "select name from area where id = $1 and root = $1", root)?;
        let (area_name,) = found.ok_or(Refusal::NotFound)?;
        let ((first, months_end), frozen) = (months_of(year), frozen_at(year));
        let found = rows!(
            db,
            (String, String, String, i64, i64),
            "select p.kind, p.source, p.name, count(distinct g.entered_for), cast(sum(g.amount) as bigint)
             from aid_programme p join area a on a.id = p.area join aid_grant g on g.programme = p.id
             where a.root = $1 and g.month >= $2 and g.month <= $3 and g.entered < $4
                 and (g.reversed = 0 or g.reversed >= $4)
             group by p.id, p.kind, p.source, p.name having count(distinct g.entered_for) >= $5
             order by p.id limit 500",
            root,
            &first,
            &months_end,
            frozen,
            FEWEST,
        )?;
        let line = |(kind, source, name, households, amount): (String, String, String, i64, i64)| {
            let households = households - households % FEWEST;
            Ok(PublicAid { kind: parse(&kind)?, source: parse(&source)?, name, households, amount: rounded(amount) })
        };
        let programmes = found.into_iter().map(line).collect::<Result<_>>()?;
        Ok(AidNotice { area_name, year, programmes })
    }
}
