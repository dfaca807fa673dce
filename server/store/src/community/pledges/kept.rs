//! What was given of a pledge, counted from records each time it is read: no number of it is kept or typed. One
//! statement makes the numbers and their rows.

use domain::{
    accounts::Actor,
    community::{
        organisations::public_count,
        pledges::{PledgeFact, PledgeId, PledgeLine, PledgeLineId, PledgePromise},
    },
    wishes::Page,
};

use crate::{
    Conn, Refusal, Result, Store,
    db::{
        pagination::page,
        sql::{parse, rows},
    },
};

/// Who reads the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reader {
    /// A partner, a member or staff: exact numbers.
    Partner,
    /// Visitors: rounded down to fives, nothing below five.
    Public,
}

/// The records that count for the lines of pledge `$1`, from the moment at which both had signed until its end, in its
/// area: claims of members that were kept, goods given to shops, minutes from check-in to check-out, and people who
/// found work at the organisation. Each counts for the organisation that its account belonged to at that time. An item
/// with a line of its own does not count for its category. A macro because statements are literals.
macro_rules! pledge_facts {
    () => {
        "select l.id as line, 'shift' as source, x.id * 4 as number, s.id as record, s.starts as happened,
             x.minutes as amount, cast(0 as bigint) as item, '' as own_key, s.name as name, '' as size
         from pledge p join area g on g.id = p.area join pledge_line l on l.pledge = p.id and l.kind = 'hours'
             join shift_place x on x.organisation = p.organisation and x.organisation <> 0 and x.state = 'on'
                 and x.minutes > 0
             join shift s on s.id = x.shift join area a on a.id = s.area
         where p.id = $1 and p.shown > 0 and s.starts between p.shown and p.until and a.path like g.path || '%'
         union all
         select l.id, 'hire', j.id * 4 + 1, v.id, j.decided, cast(1 as bigint), cast(0 as bigint), '', v.title, ''
         from pledge p join area g on g.id = p.area join pledge_line l on l.pledge = p.id and l.kind = 'posts'
             join vacancy v on v.organisation = p.organisation
             join job_proposal j on j.vacancy = v.id and j.state = 'hired'
             join household h on h.id = j.household join area a on a.id = h.area
         where p.id = $1 and p.shown > 0 and j.decided between p.shown and p.until and a.path like g.path || '%'
         union all
         select l.id, 'claim', c.id * 4 + 2, c.id, c.created, c.quantity, w.item, w.own_key, w.own_name, w.size
         from pledge p join area g on g.id = p.area
             join claim c on c.organisation = p.organisation and c.organisation <> 0
                 and c.state in ('handed_over', 'confirmed')
             join wish w on w.id = c.wish join area a on a.id = w.home
             join pledge_line l on l.pledge = p.id and (l.kind = 'item' and w.item = l.item
                 or l.kind = 'category' and w.category = l.category and not exists (select 1 from pledge_line y
                     where y.pledge = l.pledge and y.kind = 'item' and y.item = w.item))
         where p.id = $1 and p.shown > 0 and c.created between p.shown and p.until and a.path like g.path || '%'
         union all
         select l.id, 'receipt', e.id * 4 + 3, r.id, r.created, e.quantity, t.item, i.key, i.name, t.size
         from pledge p join area g on g.id = p.area
             join receipt r on r.giver_organisation = p.organisation and r.giver_organisation <> 0 and r.claim = 0
             join location k on k.id = r.location join area a on a.id = k.area
             join journal j on j.receipt = r.id and j.receipt <> 0 and j.kind = 'receive'
             join entry e on e.journal = j.id and e.quantity > 0 join lot t on t.id = e.lot
             join item i on i.id = t.item
             join pledge_line l on l.pledge = p.id and (l.kind = 'item' and t.item = l.item
                 or l.kind = 'category' and i.category = l.category and not exists (select 1 from pledge_line y
                     where y.pledge = l.pledge and y.kind = 'item' and y.item = t.item))
         where p.id = $1 and p.shown > 0 and r.created between p.shown and p.until and a.path like g.path || '%'
             and not exists (select 1 from journal z where z.reverses = j.id and z.reverses <> 0)"
    };
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

/// Loads the lines of a pledge with what was given of each: units, whole hours, or people.
pub(crate) async fn lines(db: &mut Conn<'_>, pledge: PledgeId, reader: Reader) -> Result<Vec<PledgeLine>> {
    let found = rows!(
        db,
        LineRow,
        concat!(
            "select l.id, l.kind, l.item, l.category, l.count, l.why, p.shown,
                 cast(coalesce(sum(f.amount), 0) as bigint) / (case l.kind when 'hours' then 60 else 1 end) as kept
             from pledge_line l join pledge p on p.id = l.pledge left join (",
            pledge_facts!(),
            ") f on f.line = l.id
             where l.pledge = $1
             group by l.id, l.kind, l.item, l.category, l.count, l.why, p.shown order by l.id"
        ),
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

#[derive(sqlx::FromRow)]
struct FactRow {
    source: String,
    number: i64,
    record: i64,
    happened: i64,
    amount: i64,
    item: i64,
    own_key: String,
    name: String,
    size: String,
}

impl FactRow {
    fn fact(self) -> Result<PledgeFact> {
        let is_goods = self.item != 0;
        Ok(PledgeFact {
            number: self.number,
            source: parse(&self.source)?,
            record: self.record,
            at: self.happened,
            amount: self.amount,
            key: domain::catalogue::key_of(self.item, &self.own_key),
            title: if is_goods { domain::catalogue::title_of(self.item, &self.name, &self.size) } else { self.name },
            size: self.size,
        })
    }
}

impl Store {
    /// Lists the records that count for a line of a pledge, or for all of them, newest first: the rows behind its
    /// numbers. They name no person.
    ///
    /// # Errors
    /// Not found for all but members of its organisation and the staff of its area, and for a line of another pledge.
    pub async fn pledge_facts(
        &self,
        actor: &Actor,
        pledge: PledgeId,
        line: Option<PledgeLineId>,
        cursor: i64,
    ) -> Result<Page<PledgeFact>> {
        let seen = self.pledge(actor, pledge).await?;
        if !seen.exact || line.is_some_and(|line| seen.lines.iter().all(|one| one.id != line)) {
            return Err(Refusal::NotFound.into());
        }
        let mut db = self.reader().await?;
        let found = rows!(
            db,
            FactRow,
            concat!(
                "select f.source, f.number, f.record, f.happened, f.amount, f.item, f.own_key, f.name, f.size from (",
                pledge_facts!(),
                ") f where (f.line = $2 or $2 = 0) and ((f.happened, f.number) < (select c.happened, c.number from (",
                pledge_facts!(),
                ") c where c.number = $3) or $3 = 0)
                 order by f.happened desc, f.number desc limit 51"
            ),
            pledge,
            line.unwrap_or_default(),
            cursor,
        )?;
        let found = found.into_iter().map(FactRow::fact).collect::<Result<Vec<_>>>()?;
        Ok(page(found, |fact| fact.number))
    }
}
