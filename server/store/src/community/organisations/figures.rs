//! What an organisation did, counted from records each time it is read: no number of it is kept or typed. One statement
//! makes the figures and their rows.

use domain::{
    Timestamp,
    accounts::{Actor, OrganisationId},
    community::organisations::{OrganisationFact, OrganisationFigure, OrganisationFigures, OrganisationSource},
    wishes::Page,
};
use sqlx::AssertSqlSafe;

use super::views::{must_read, year_start};
use crate::{
    Conn, Result, Store,
    db::{
        pagination::page,
        sql::{parse, rows},
    },
};

/// The records that count for organisation `$1`. Claims, gifts and shifts count for the organisation that their account
/// belonged to at that time; minutes are those from check-in to check-out. Goods of claims have receipts too, which
/// count as their claims. Answers are those that were due from it: to referrals, to agreements that an area proposed,
/// to pledges that an area drafted, and to people who were proposed for its vacancies and agreed; one that is missing
/// at `$3` counts as late. Their source is `referral` or `late_referral`. A macro because statements are literals.
macro_rules! organisation_facts {
    () => {
        "select 'claim' as source, c.id * 8 as number, c.created as happened, c.quantity as amount, w.item as item,
             w.own_key as own_key, w.own_name as name, w.size as size, '' as answer
         from claim c join wish w on w.id = c.wish
         where c.organisation = $1 and c.organisation <> 0 and c.state in ('handed_over', 'confirmed')
         union all
         select 'receipt', e.id * 8 + 1, r.created, e.quantity, t.item, i.key, i.name, t.size, ''
         from receipt r join journal j on j.receipt = r.id and j.receipt <> 0 and j.kind = 'receive'
             join entry e on e.journal = j.id and e.quantity > 0 join lot t on t.id = e.lot join item i on i.id = t.item
         where r.giver_organisation = $1 and r.giver_organisation <> 0 and r.claim = 0
             and not exists (select 1 from journal x where x.reverses = j.id and x.reverses <> 0)
         union all
         select 'shift', p.id * 8 + 2, s.starts, p.minutes, cast(0 as bigint), '', s.name, '', ''
         from shift_place p join shift s on s.id = p.shift
         where p.organisation = $1 and p.organisation <> 0 and p.state = 'on' and p.minutes > 0
         union all
         select 'hire', p.id * 8 + 3, p.decided, cast(1 as bigint), cast(0 as bigint), '', v.title, '', ''
         from vacancy v join job_proposal p on p.vacancy = v.id
         where v.organisation = $1 and p.state = 'hired'
         union all
         select case when r.answered between 1 and r.answer_due then 'referral' else 'late_referral' end, r.id * 8 + 4,
             r.sent, cast(1 as bigint), cast(0 as bigint), '', s.name, '', 'referral'
         from service s join referral r on r.service = s.id
         where s.organisation = $1 and (r.answered > 0 or (r.state in ('sent', 'seen') and r.answer_due < $3))
         union all
         select case when p.answered > 0 then 'referral' else 'late_referral' end, p.id * 8 + 5, p.proposed,
             cast(1 as bigint), cast(0 as bigint), '', p.words, '', 'partnership'
         from partnership p
         where p.organisation = $1 and p.partner = 'area' and (p.answered > 0 or p.state = 'lapsed')
         union all
         select case when p.state = 'lapsed' and p.organisation_signed = 0 then 'late_referral' else 'referral' end,
             p.id * 8 + 6, p.drafted, cast(1 as bigint), cast(0 as bigint), '', a.name, '', 'pledge'
         from pledge p join area a on a.id = p.area
         where p.organisation = $1 and p.partner = 'area'
             and (p.organisation_signed > 0 or p.state in ('declined', 'lapsed'))
         union all
         select case when p.state = 'no_answer' and p.met = 0 then 'late_referral' else 'referral' end, p.id * 8 + 7,
             p.informed, cast(1 as bigint), cast(0 as bigint), '', v.title, '', 'job'
         from vacancy v join job_proposal p on p.vacancy = v.id
         where v.organisation = $1 and p.informed > 0 and (p.met > 0 or p.state in ('hired', 'refused')
             or (p.state = 'no_answer' and p.agreed > 0))"
    };
}

/// Counts what an organisation did until now: ever, and since a moment.
pub(crate) async fn figures(
    db: &mut Conn<'_>,
    organisation: OrganisationId,
    (since, now): (Timestamp, Timestamp),
) -> Result<[OrganisationFigures; 2]> {
    let found = rows!(
        db,
        (String, i64, i64, i64, i64),
        concat!(
            "select f.source, count(*), cast(sum(f.amount) as bigint), count(case when f.happened >= $2 then 1 end),
                 cast(sum(case when f.happened >= $2 then f.amount else 0 end) as bigint) from (",
            organisation_facts!(),
            ") f group by f.source"
        ),
        organisation,
        since,
        now,
    )?;
    let mut figures = [OrganisationFigures::default(), OrganisationFigures::default()];
    for (source, count, amount, count_since, amount_since) in found {
        let source: OrganisationSource = parse(&source)?;
        for (all, (count, amount)) in figures.iter_mut().zip([(count, amount), (count_since, amount_since)]) {
            match source {
                OrganisationSource::Claim => {
                    all.kept = count;
                    all.units += amount;
                }
                OrganisationSource::Receipt => all.units += amount,
                OrganisationSource::Shift => all.minutes = amount,
                OrganisationSource::Hire => all.placed = count,
                OrganisationSource::Referral => {
                    all.in_time = count;
                    all.answered += count;
                }
                OrganisationSource::LateReferral => all.answered += count,
            }
        }
    }
    Ok(figures)
}

/// Condition on the facts of a figure.
fn counted(figure: OrganisationFigure) -> &'static str {
    match figure {
        OrganisationFigure::Kept => "f.source = 'claim'",
        OrganisationFigure::Units => "f.source in ('claim', 'receipt')",
        OrganisationFigure::Hours => "f.source = 'shift'",
        OrganisationFigure::Placed => "f.source = 'hire'",
        OrganisationFigure::Answers => "f.source in ('referral', 'late_referral')",
    }
}

/// Which records of an organisation a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OrganisationFactQuery {
    /// The figure that they make.
    pub figure: OrganisationFigure,
    /// Only those since the first of January.
    pub this_year: bool,
    /// Number of the last row of the page before; 0 for the first page.
    pub cursor: i64,
}

#[derive(sqlx::FromRow)]
struct FactRow {
    source: String,
    number: i64,
    happened: i64,
    amount: i64,
    item: i64,
    own_key: String,
    name: String,
    size: String,
    answer: String,
}

impl FactRow {
    fn fact(self) -> Result<OrganisationFact> {
        let is_goods = self.item != 0;
        Ok(OrganisationFact {
            number: self.number,
            source: parse(&self.source)?,
            at: self.happened,
            amount: self.amount,
            key: domain::catalogue::key_of(self.item, &self.own_key),
            title: if is_goods { domain::catalogue::title_of(self.item, &self.name, &self.size) } else { self.name },
            size: self.size,
            answer: if self.answer.is_empty() { None } else { Some(parse(&self.answer)?) },
        })
    }
}

impl Store {
    /// Lists the records that count for a figure of an organisation, newest first. They name no person.
    ///
    /// # Errors
    /// As [`Store::organisation_file`].
    pub async fn organisation_facts(
        &self,
        actor: &Actor,
        id: OrganisationId,
        query: OrganisationFactQuery,
    ) -> Result<Page<OrganisationFact>> {
        let now = self.now();
        let since = if query.this_year { year_start(now) } else { 0 };
        let mut db = self.reader().await?;
        must_read(&mut db.arm(), actor, id).await?;
        let sql = format!(
            concat!(
                "select f.source, f.number, f.happened, f.amount, f.item, f.own_key, f.name, f.size, f.answer from (",
                organisation_facts!(),
                ") f where f.happened >= $2 and {} and ((f.happened, f.number) <
                     (select c.happened, c.number from (",
                organisation_facts!(),
                ") c where c.number = $4) or $4 = 0) order by f.happened desc, f.number desc limit 51"
            ),
            counted(query.figure)
        );
        let found = rows!(db, FactRow, AssertSqlSafe(sql.as_str()), id, since, now, query.cursor)?;
        let found = found.into_iter().map(FactRow::fact).collect::<Result<Vec<_>>>()?;
        Ok(page(found, |fact| fact.number))
    }
}
