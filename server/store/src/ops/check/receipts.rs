//! `wishbridge check` of receipts and offers: no gap in numbers, one receipt per received offer.

use domain::stock::receipts::number;

use crate::{Result, Store, db::sql::rows};

/// Most lines per kind of difference.
const MOST: usize = 100;

impl Store {
    pub(crate) async fn check_receipts(&self, lines: &mut Vec<String>) -> Result<()> {
        let mut db = self.reader().await?;
        // The table makes numbers unique, so there is no gap when as many receipts exist as numbers were assigned.
        let gaps = rows!(
            db,
            (i64, i64, i64, i64, i64),
            "select n.root, n.year, n.last, cast(coalesce(max(r.number), 0) as bigint), count(r.id) from receipt_number n
                 left join receipt r on r.root = n.root and r.year = n.year
             group by n.root, n.year, n.last having n.last <> count(r.id) or n.last <> coalesce(max(r.number), 0)",
        )?;
        lines.extend(gaps.into_iter().take(MOST).map(|(root, year, last, most, written)| {
            format!(
                "receipts of area {root}: {written} written up to {}, but {last} numbers given in {year}",
                number(year, most)
            )
        }));
        let elsewhere = rows!(
            db,
            (i64, i64),
            "select l.id, l.receipt from lot l left join receipt r on r.id = l.receipt and r.root = l.root
             where l.receipt <> 0 and r.id is null order by l.id limit 100",
        )?;
        lines.extend(
            elsewhere.into_iter().map(|(lot, id)| format!("lot {lot} names receipt {id} of another area, or none")),
        );
        let empty = rows!(
            db,
            (i64,),
            "select r.id from receipt r left join journal j on j.receipt = r.id and j.receipt <> 0
             where j.id is null order by r.id limit 100",
        )?;
        lines.extend(empty.into_iter().map(|(id,)| format!("receipt {id} has no journal")));
        let offers = rows!(
            db,
            (i64, String, i64),
            "select o.id, o.state, o.receipt from offer o left join receipt r on r.id = o.receipt and r.offer = o.id
             where (o.state = 'received') <> (r.id is not null) order by o.id limit 100",
        )?;
        lines.extend(
            offers.into_iter().map(|(id, state, receipt)| format!("offer {id} is {state}, with receipt {receipt}")),
        );
        Ok(())
    }
}
