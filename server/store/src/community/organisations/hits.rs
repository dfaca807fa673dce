//! Organisations that the search over all records finds: by any part of the name and by initials.

use domain::{
    accounts::Actor,
    permission::Action,
    search::{FoundKind, Hit, SHOWN},
};
use sqlx::AssertSqlSafe;

use super::views::near;
use crate::{
    Conn, Result,
    db::{folding::SearchWords, sql::rows},
};

/// Organisations whose names are compared, and of which so many may be meant.
const MOST: usize = 3000;
const MEANT: usize = 100;

/// Finds organisations that belong to, serve or lie around the actor's areas, newest first.
pub(crate) async fn organisation_hits(db: &mut Conn<'_>, actor: &Actor, words: &SearchWords) -> Result<Vec<Hit>> {
    let areas = actor.areas_for(Action::ReadOrganisations);
    if areas.is_empty() || words.number.is_some() {
        return Ok(Vec::new());
    }
    // By the names it had before, too.
    let sql = format!(
        "select id, name from organisation union all select organisation, name from organisation_name
         order by id desc limit {MOST}"
    );
    let names = rows!(db, (i64, String), AssertSqlSafe(sql.as_str()))?;
    let meant = names.into_iter().filter(|(_, name)| words.meet(name)).take(MEANT);
    let meant: Vec<String> = meant.map(|(id, _)| id.to_string()).collect();
    if meant.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "select o.id, o.name, a.name, o.open from organisation o join area a on a.id = o.area
         where o.id in ({}) and {} order by o.id desc limit {}",
        meant.join(", "),
        near(&areas),
        SHOWN + 1,
    );
    let found = rows!(db, (i64, String, String, bool), AssertSqlSafe(sql.as_str()))?;
    let hit = |(id, name, place, open)| {
        let state = if open { "" } else { "closed" };
        Hit { place, state: state.to_owned(), ..Hit::new(FoundKind::Organisation, id, name) }
    };
    Ok(found.into_iter().map(hit).collect())
}
