//! One timeline per household: wishes, goods, orders, points, notes, papers, reveals, changes, visits.
//! The ranks in the statement are indexes into `KINDS`; a new kind of event needs both.

use domain::{
    Timestamp,
    accounts::Actor,
    households::{EventKind, HouseholdId, TimelineEntry},
};

use crate::{
    Error, Refusal, Result, Store,
    db::{pagination::PAGE, sql::rows},
    households::views::sight_of,
};

/// Position in a timeline: a page holds the events below it.
/// Rank and id order the events of one second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    at: Timestamp,
    rank: i64,
    id: i64,
}

impl Default for Place {
    /// Position above every event: the first page.
    fn default() -> Self {
        Place { at: Timestamp::MAX, rank: i64::MAX, id: i64::MAX }
    }
}

/// Writes the form used in addresses: `1795000000.3.17`.
impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}", self.at, self.rank, self.id)
    }
}

impl std::str::FromStr for Place {
    type Err = domain::Code;

    fn from_str(text: &str) -> Result<Self, domain::Code> {
        let mut parts = text.splitn(3, '.').map(|part| part.parse().ok());
        let mut next = || parts.next().flatten().ok_or(domain::Code::Unknown);
        Ok(Place { at: next()?, rank: next()?, id: next()? })
    }
}

/// Page of a timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// Events, newest first.
    pub events: Vec<TimelineEntry>,
    /// Position of the next page; `None` on the last one.
    pub next: Option<Place>,
}

#[derive(sqlx::FromRow)]
struct Row {
    at: i64,
    rank: i64,
    id: i64,
    item: i64,
    detail: String,
    n: i64,
    by: String,
    name: String,
}

/// Kinds of event, indexed by the ranks of the statement below.
const KINDS: [EventKind; 11] = [
    EventKind::Change,
    EventKind::Wish,
    EventKind::HandedOver,
    EventKind::Order,
    EventKind::Points,
    EventKind::Note,
    EventKind::Paper,
    EventKind::Opening,
    EventKind::Correction,
    EventKind::Change,
    EventKind::Visit,
];

impl Row {
    fn event(self) -> Result<TimelineEntry> {
        let Row { at, rank, id, item, detail, n, by, name } = self;
        let kind = usize::try_from(rank).ok().and_then(|rank| KINDS.get(rank).copied());
        let kind = kind.ok_or_else(|| Error::Broken(format!("no kind of event {rank}")))?;
        Ok(TimelineEntry { at, kind, id, item, name, detail, n, by })
    }
}

impl Store {
    /// Lists the events of a household, newest first, below `from`.
    /// For the family itself and the staff of its area. Shows nothing that is masked without a reveal.
    ///
    /// # Errors
    /// Not found outside the actor's areas.
    pub async fn timeline(&self, actor: &Actor, household: HouseholdId, from: Place) -> Result<Timeline> {
        if household == 0 {
            return Err(Refusal::NotFound.into());
        }
        let mut db = self.reader().await?;
        let sight = sight_of(&mut db.arm(), actor, household, self.now()).await?;
        db = self.note_sight(db, actor, household, sight).await?;
        let Place { at, rank, id } = from;
        let mut found = rows!(
            db,
            Row,
            "select at, rank, id, item, detail, n, by,
                 coalesce((select i.name from item i where i.id = line.item), '') as name
             from (
                 select u.at, cast(0 as bigint) as rank, u.id, cast(0 as bigint) as item, u.action as detail,
                        cast(0 as bigint) as n, coalesce(p.name, '') as by
                 from audit u left join account p on p.id = u.account
                 where u.subject = 'household' and u.subject_id = $1
                   and u.action in ('household_add', 'household_contact', 'household_situation', 'household_member_add',
                       'household_member_change', 'household_member_remove', 'hardship_add', 'hardship_change',
                       'hardship_remove', 'household_password')
                 union all
                 select w.submitted, 1, w.id, w.item, w.size, w.quantity, '' from wish w
                 where w.household = $1 and w.submitted > 0
                 union all
                 select j.at, case when j.claim <> 0 then 2 else 3 end,
                        case when j.claim <> 0 then j.claim else j.shop_order end,
                        max(l.item), max(l.size), cast(sum(e.quantity) as bigint), ''
                 from ledger_account a join entry e on e.account = a.id join journal j on j.id = e.journal
                     join lot l on l.id = e.lot
                 where a.place = 'issued' and j.kind = 'issue' and (a.owner = $1 or a.owner in (select m.id
                     from household m where m.merged_into = $1 and m.merged_into <> 0))
                 group by j.id, j.at, j.claim, j.shop_order
                 union all
                 select j.at, 4, j.id, 0, j.kind, cast(sum(e.quantity) as bigint), coalesce(p.name, '')
                 from ledger_account a join entry e on e.account = a.id join journal j on j.id = e.journal
                     left join account p on p.id = j.account
                 where a.place = 'household' and a.owner = $1 and j.shop_order = 0
                 group by j.id, j.at, j.kind, p.name
                 union all
                 select n.at, 5, n.id, 0, '', 0, coalesce(p.name, '')
                 from household_note n left join account p on p.id = n.account where n.household = $1
                 union all
                 select f.at, 6, f.id, 0, f.kind, 0, coalesce(p.name, '')
                 from paper f left join account p on p.id = f.account where f.household = $1
                 union all
                 select r.at, 7, r.id, 0, r.reason, 0, coalesce(p.name, '')
                 from reveal r left join account p on p.id = r.account where r.household = $1
                 union all
                 select c.at, 8, c.id, 0, '', 0, '' from correction c where c.household = $1
                 union all
                 select g.at, 9, g.id, 0, 'file_' || g.kind, g.other, coalesce(p.name, '')
                 from file_change g left join account p on p.id = g.account where g.household = $1
                 union all
                 select t.at, 10, t.id, 0, t.met,
                        (select cast(coalesce(sum(case m.kind when 'voice' then 1 else 2 end), 0) as bigint)
                         from visit_media m where m.report = t.id),
                        coalesce(p.name, '')
                 from visit_report t left join account p on p.id = t.account where t.household = $1
             ) line
             where at < $2 or (at = $2 and (rank < $3 or (rank = $3 and id < $4)))
             order by at desc, rank desc, id desc limit 51",
            household,
            at,
            rank,
            id,
        )?;
        let more = found.len() > PAGE;
        found.truncate(PAGE);
        let next = found.last().filter(|_| more).map(|row| Place { at: row.at, rank: row.rank, id: row.id });
        Ok(Timeline { events: found.into_iter().map(Row::event).collect::<Result<_>>()?, next })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_place_parses_and_an_invalid_one_does_not() {
        let place = Place { at: 1_795_000_000, rank: 3, id: 17 };
        assert_eq!(place.to_string().parse(), Ok(place));
        for wrong in ["", "1", "1.2", "a.b.c"] {
            assert!(wrong.parse::<Place>().is_err(), "{wrong}");
        }
    }
}
