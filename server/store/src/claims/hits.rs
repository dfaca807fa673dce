//! Claims that the search over all records finds: by number and drop-off code, never by pick-up code, and those that a
//! shop still has to do with by thing, claimer and organisation.

use domain::{
    accounts::Actor,
    catalogue::{self, items::ItemId},
    permission::Action,
    search::{FoundKind, Hit, SHOWN},
};
use sqlx::AssertSqlSafe;

use crate::{
    Conn, Result,
    crypto::random,
    db::{area_filter::covered, folding::SearchWords, sql::rows},
};

#[derive(sqlx::FromRow)]
struct ClaimHit {
    id: i64,
    item: i64,
    own_name: String,
    own_key: String,
    size: String,
    state: String,
    quantity: i64,
    place: String,
}

impl ClaimHit {
    fn hit(self, exact: bool) -> Hit {
        let title = catalogue::title_of(self.item, &self.own_name, &self.size);
        Hit {
            place: self.place,
            state: self.state,
            units: self.quantity,
            key: catalogue::key_of(self.item, &self.own_key),
            size: self.size,
            exact,
            ..Hit::new(FoundKind::Claim, self.id, title)
        }
    }
}

const COLUMNS: &str = "c.id, w.item, w.own_name, w.own_key, w.size, c.state, c.quantity, p.name as place";

/// Characters of a drop-off code.
const CODE: usize = 6;

/// Claims that words are compared with: the newest that are not handed over.
const NEWEST: usize = 2000;

/// Finds claims of families and shops in the actor's areas, newest first; `items` are the things that the words name.
pub(crate) async fn claim_hits(
    db: &mut Conn<'_>,
    actor: &Actor,
    words: &SearchWords,
    items: &[ItemId],
) -> Result<Vec<Hit>> {
    let mut areas = actor.areas_for(Action::HandOver);
    areas.extend(actor.areas_for(Action::ReadStock));
    if areas.is_empty() {
        return Ok(Vec::new());
    }
    let (homes, shops, limit) = (covered("a.path", &areas), covered("s.path", &areas), SHOWN + 1);
    let code = random::typed_code(&words.typed);
    if words.number.is_some() || (code.len() == CODE && code.bytes().all(|b| b.is_ascii_alphanumeric())) {
        let sql = format!(
            "select {COLUMNS} from claim c join wish w on w.id = c.wish join area a on a.id = w.home
                 join location p on p.id = c.location join area s on s.id = p.area
             where (c.id = $1 or c.code = $2) and ({homes} or {shops}) order by c.id desc limit {limit}"
        );
        let found = rows!(db, ClaimHit, AssertSqlSafe(sql.as_str()), words.number.unwrap_or_default(), &code)?;
        if words.number.is_some() || !found.is_empty() {
            return Ok(found.into_iter().map(|row| row.hit(true)).collect());
        }
    }
    let things: Vec<String> = items.iter().map(ToString::to_string).collect();
    let things = if things.is_empty() { "0".to_owned() } else { things.join(", ") };
    // The open claims are a range of the index `claim_location` for each shop; only the newest of them are read.
    let sql = format!(
        "select {COLUMNS}
         from (select k.id from claim k
               where k.location in (select q.id from location q join area s on s.id = q.area where {shops})
                   and k.state in ('pledged', 'on_the_way', 'arrived') order by +k.id desc limit {NEWEST}) n
             join claim c on c.id = n.id join wish w on w.id = c.wish join location p on p.id = c.location
             join account b on b.id = c.account left join organisation o on o.id = b.organisation
         where w.item in ({things}) or lower(b.name) like $1 escape '!'
             or lower(coalesce(o.name, '')) like $1 escape '!'
         order by c.id desc limit {limit}"
    );
    let found = rows!(db, ClaimHit, AssertSqlSafe(sql.as_str()), &words.pattern)?;
    Ok(found.into_iter().map(|row| row.hit(false)).collect())
}
