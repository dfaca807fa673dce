//! Receipts that the search over all records finds: by number, and the newest by giver and note.

use domain::{
    Timestamp,
    accounts::Actor,
    permission::Action,
    search::{FoundKind, Hit, SHOWN},
    stock::receipts::{number, parts_of},
    time::year,
};
use sqlx::AssertSqlSafe;

use crate::{
    Conn, Result,
    db::{area_filter::covered, folding::SearchWords, sql::rows},
};

#[derive(sqlx::FromRow)]
struct ReceiptHit {
    id: i64,
    year: i64,
    number: i64,
    giver: String,
    organisation_name: String,
    donor_name: String,
    location_name: String,
}

impl ReceiptHit {
    /// The giver is named as in the list: as told, or else the organisation or the donor.
    fn hit(self, exact: bool) -> Hit {
        let givers = [self.giver, self.organisation_name, self.donor_name, self.location_name];
        let place = givers.into_iter().find(|name| !name.is_empty()).unwrap_or_default();
        Hit { place, exact, ..Hit::new(FoundKind::Receipt, self.id, number(self.year, self.number)) }
    }
}

const COLUMNS: &str = "r.id, r.year, r.number, r.giver, coalesce(o.name, '') as organisation_name,
     coalesce(d.name, '') as donor_name, p.name as location_name";
const JOINS: &str = "join location p on p.id = r.location join area a on a.id = p.area
     left join organisation o on o.id = r.organisation left join account d on d.id = r.donor";

/// Receipts that words are compared with: the newest of the root area.
const NEWEST: usize = 2000;

/// Finds receipts of the actor's locations, newest first. A number without a year is one of this year or the last.
pub(crate) async fn receipt_hits(
    db: &mut Conn<'_>,
    actor: &Actor,
    words: &SearchWords,
    now: Timestamp,
) -> Result<Vec<Hit>> {
    let areas = actor.areas_for(Action::ReadStock);
    if areas.is_empty() {
        return Ok(Vec::new());
    }
    let (inside, limit) = (covered("a.path", &areas), SHOWN + 1);
    let asked = match (parts_of(&words.typed), words.number) {
        (Some((of, number)), _) => Some((of, of, number)),
        (None, Some(number)) => Some((year(now) - 1, year(now), number)),
        (None, None) => None,
    };
    if let Some((from, to, number)) = asked {
        let sql = format!(
            "select {COLUMNS} from receipt r {JOINS}
             where r.root = $1 and r.year in ($2, $3) and r.number = $4 and {inside} order by r.id desc limit {limit}"
        );
        let found = rows!(db, ReceiptHit, AssertSqlSafe(sql.as_str()), actor.root, from, to, number)?;
        return Ok(found.into_iter().map(|row| row.hit(true)).collect());
    }
    let sql = format!(
        "select {COLUMNS} from (select id from receipt where root = $1 order by id desc limit {NEWEST}) n
             join receipt r on r.id = n.id {JOINS}
         where {inside} and (lower(r.giver) like $2 escape '!' or lower(coalesce(o.name, '')) like $2 escape '!'
             or lower(coalesce(d.name, '')) like $2 escape '!' or lower(r.note) like $2 escape '!')
         order by r.id desc limit {limit}"
    );
    let found = rows!(db, ReceiptHit, AssertSqlSafe(sql.as_str()), actor.root, &words.pattern)?;
    Ok(found.into_iter().map(|row| row.hit(false)).collect())
}
