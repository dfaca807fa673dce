//! What was given of a pledge, counted from records each time it is read: no number of it is kept or typed.

use domain::community::{
    organisations::public_count,
    pledges::{PledgeId, PledgeLine, PledgePromise},
};

use crate::{
    Conn, Result,
    db::sql::{parse, rows},
};

/// Who reads the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reader {
    /// A partner, a member or staff: exact numbers.
    Partner,
    /// Visitors: rounded down to fives, nothing below five.
    Public,
}

#[derive(sqlx::FromRow)]
struct LineRow {
    id: i64,
    kind: String,
    item: i64,
    category: String,
    count: i64,
    why: String,
    shown: i64,
    kept: i64,
}

/// Loads the lines of a pledge with what was given of each, from the moment at which both had signed until its end, in
/// its area: claims of members that were kept, goods given to shops, hours from check-in to check-out, and people who
/// found work at the organisation. Each counts for the organisation that its account belonged to at that time. An item
/// with a line of its own does not count for its category.
pub(crate) async fn lines(db: &mut Conn<'_>, pledge: PledgeId, reader: Reader) -> Result<Vec<PledgeLine>> {
    let found = rows!(
        db,
        LineRow,
        "select l.id, l.kind, l.item, l.category, l.count, l.why, p.shown, case l.kind
             when 'hours' then coalesce((select cast(sum(x.minutes) as bigint) / 60
                 from shift_place x join shift s on s.id = x.shift join area a on a.id = s.area
                 where x.organisation = p.organisation and x.organisation <> 0 and x.state = 'on'
                     and s.starts between p.shown and p.until and a.path like g.path || '%'), 0)
             when 'posts' then (select count(*)
                 from vacancy v join job_proposal j on j.vacancy = v.id join household h on h.id = j.household
                     join area a on a.id = h.area
                 where v.organisation = p.organisation and j.state = 'hired'
                     and j.decided between p.shown and p.until and a.path like g.path || '%')
             else coalesce((select cast(sum(c.quantity) as bigint)
                 from claim c join wish w on w.id = c.wish join area a on a.id = w.home
                 where c.organisation = p.organisation and c.organisation <> 0
                     and c.created between p.shown and p.until and c.state in ('handed_over', 'confirmed')
                     and a.path like g.path || '%'
                     and (l.kind = 'item' and w.item = l.item or l.kind = 'category' and w.category = l.category
                         and not exists (select 1 from pledge_line y
                             where y.pledge = l.pledge and y.kind = 'item' and y.item = w.item))), 0)
                 + coalesce((select cast(sum(e.quantity) as bigint)
                 from receipt r join location k on k.id = r.location join area a on a.id = k.area
                     join journal j on j.receipt = r.id and j.receipt <> 0 and j.kind = 'receive'
                     join entry e on e.journal = j.id and e.quantity > 0 join lot t on t.id = e.lot
                     join item i on i.id = t.item
                 where r.giver_organisation = p.organisation and r.giver_organisation <> 0 and r.claim = 0
                     and r.created between p.shown and p.until and a.path like g.path || '%'
                     and not exists (select 1 from journal z where z.reverses = j.id and z.reverses <> 0)
                     and (l.kind = 'item' and t.item = l.item or l.kind = 'category' and i.category = l.category
                         and not exists (select 1 from pledge_line y
                             where y.pledge = l.pledge and y.kind = 'item' and y.item = t.item))), 0)
             end as kept
         from pledge_line l join pledge p on p.id = l.pledge join area g on g.id = p.area
         where l.pledge = $1 order by l.id",
        pledge,
    )?;
    let line = |row: LineRow| -> Result<PledgeLine> {
        let kept = (row.shown > 0).then_some(row.kept);
        Ok(PledgeLine {
            id: row.id,
            promise: promise(&row.kind, row.item, &row.category, row.count)?,
            kept: if reader == Reader::Public { kept.and_then(public_count) } else { kept },
            why: if row.why.is_empty() { None } else { Some(parse(&row.why)?) },
        })
    };
    found.into_iter().map(line).collect()
}

/// Reads the columns of a promise.
pub(crate) fn promise(kind: &str, item: i64, category: &str, count: i64) -> Result<PledgePromise> {
    Ok(PledgePromise {
        kind: parse(kind)?,
        item: (item != 0).then_some(item),
        category: if category.is_empty() { None } else { Some(parse(category)?) },
        count,
    })
}
