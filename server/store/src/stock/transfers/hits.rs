//! Transfers that the search over all records finds: by number, and the newest by location and note.

use domain::{
    accounts::Actor,
    permission::Action,
    search::{FoundKind, Hit, SHOWN},
};
use sqlx::AssertSqlSafe;

use crate::{
    Conn, Result,
    db::{area_filter::covered, folding::SearchWords, sql::rows},
};

/// Transfers that words are compared with: the newest of the root area.
const NEWEST: usize = 500;

const COLUMNS: &str = "t.id, t.state, s.name, g.name";
const JOINS: &str = "join location s on s.id = t.source join area sr on sr.id = s.area
     join location g on g.id = t.target join area gr on gr.id = g.area";

/// Finds transfers from or to the actor's locations, newest first.
pub(crate) async fn transfer_hits(db: &mut Conn<'_>, actor: &Actor, words: &SearchWords) -> Result<Vec<Hit>> {
    let areas = actor.areas_for(Action::ReadStock);
    if areas.is_empty() {
        return Ok(Vec::new());
    }
    let here = format!("({} or {})", covered("sr.path", &areas), covered("gr.path", &areas));
    let found = if let Some(number) = words.number {
        let sql = format!("select {COLUMNS} from transfer t {JOINS} where t.id = $1 and {here}");
        rows!(db, (i64, String, String, String), AssertSqlSafe(sql.as_str()), number)?
    } else {
        let sql = format!(
            "select {COLUMNS} from (select id from transfer where root = $1 order by id desc limit {NEWEST}) n
                 join transfer t on t.id = n.id {JOINS}
             where {here} and (lower(s.name) like $2 escape '!' or lower(g.name) like $2 escape '!'
                 or lower(t.note) like $2 escape '!')
             order by t.id desc limit {}",
            SHOWN + 1,
        );
        rows!(db, (i64, String, String, String), AssertSqlSafe(sql.as_str()), actor.root, &words.pattern)?
    };
    let exact = words.number.is_some();
    let hit = |(id, state, source, target): (i64, String, String, String)| {
        let title = format!("{source} → {target}");
        Hit { state, exact, ..Hit::new(FoundKind::Transfer, id, title) }
    };
    Ok(found.into_iter().map(hit).collect())
}
