//! Lists of wishes: the public feed, the review queue, a household's own, and the staff's.
//!
//! The feed reads a partial index of open wishes in index order, so that a page costs the same with a thousand wishes
//! and with a million. Unserved households (turn 0) come first, each turn in the order of waiting. The first help moves
//! a household's waiting wishes from turn 0 to turn 1, so a cursor is a turn and a number: a reader who pages on misses
//! no wish, and may see a moved one twice. The other orders have an index each, and a wish's number as cursor.

mod near;
mod orders;

use domain::{
    accounts::Actor,
    catalogue,
    households::HouseholdId,
    permission::Action,
    wishes::{FeedOrder, Filter, Page, Wish, WishFile, WishId, WishState},
};
use sqlx::AssertSqlSafe;

use crate::{
    Conn, Refusal, Result, Store,
    areas::tree::path_of,
    crypto::vault::Vault,
    db::{
        area_filter::{covered, is_own},
        folding::fold,
        pagination::anywhere,
        sql::{rows, value, values},
    },
    households::views::household_path,
    wishes::{
        search_terms,
        views::{WishRow, files_in_review, files_of, files_of_household, wish_columns},
    },
};

/// Returns the filter's SQL conditions; `None` when its area does not exist.
/// Only our own numbers and enum texts go into the text; what was typed is bound.
pub(super) async fn clauses(db: &mut Conn<'_>, actor: &Actor, filter: &Filter) -> Result<Option<String>> {
    let mut sql = String::new();
    if actor.root != 0 {
        sql += &format!(" and w.root = {}", actor.root);
    }
    if filter.area != 0 {
        let Some(path) = path_of(db, filter.area).await? else { return Ok(None) };
        let kind = values!(db, String, "select kind from area where id = $1", filter.area)?.pop();
        sql += &match kind.as_deref() {
            _ if path.0.matches('/').count() == 2 => format!(" and w.root = {}", filter.area),
            Some("district") => format!(" and w.district = {}", filter.area),
            _ => format!(" and w.home in (select id from area where path like '{}%')", path.0),
        };
    }
    if let Some(category) = filter.category {
        sql += &format!(" and w.category = '{}'", category.as_str());
    }
    if filter.item != 0 {
        sql += &format!(" and w.item = {}", filter.item);
        // The catalogue's text, not the one that was sent: this goes into the statement.
        if let Some(size) = catalogue::find(filter.item).and_then(|i| i.sizes.iter().find(|s| **s == filter.size)) {
            sql += &format!(" and w.size = '{size}'");
        }
    }
    if filter.in_stock {
        sql += " and exists (select 1 from shelf s where s.item = w.item and s.size = w.size and s.root = w.root
                 and s.quantity > 0)";
    }
    Ok(Some(sql))
}

/// Turn of households that were helped; 0 is the turn of unserved ones.
const LAST_TURN: i64 = 1;

/// Parses a feed cursor into turn and number of a wish; cursors of turn 1 are negative.
pub(super) fn place(cursor: i64) -> (i64, WishId) {
    if cursor < 0 { (LAST_TURN, cursor.saturating_neg()) } else { (0, cursor) }
}

/// Writes a feed cursor; the inverse of [`place`].
fn cursor_at(turn: i64, id: WishId) -> i64 {
    if turn == 0 { id } else { -id }
}

/// Returns turn and number of the wish that a page of the review queue begins after.
/// (0, 0), the first page, for 0 and for a wish that does not exist.
async fn after(db: &mut Conn<'_>, cursor: WishId) -> Result<(i64, WishId)> {
    if cursor == 0 {
        return Ok((0, 0));
    }
    let turn = values!(db, i64, "select turn from wish where id = $1", cursor)?;
    Ok(turn.first().map_or((0, 0), |turn| (*turn, cursor)))
}

/// Condition of a staff search on `wish w`, and what it binds. What was typed is not part of the text: it may be a
/// phone, and statements can be logged.
pub(crate) struct Search {
    /// SQL of the condition.
    pub sql: String,
    /// Number of a wish, or 0; bound at the place.
    pub number: WishId,
    /// Pattern of an item's name; bound after it.
    pub pattern: String,
}

/// Returns the condition of a staff search: words match items of the catalogue and of root areas, a number its wish.
/// A free title is not searched before its review.
pub(crate) fn searched(q: &str, place: usize) -> Search {
    let (folded, next) = (fold(q.trim()), place + 1);
    let number = folded.parse::<i64>().ok();
    let sql = match number {
        Some(_) => format!(" and w.id = ${place} and ${next} <> ''"),
        None if folded.is_empty() => format!(" and w.id > ${place} and ${next} <> ''"),
        None => {
            format!(" and w.id > ${place} and w.item in (select i.id from item i where i.find like ${next} escape '!')")
        }
    };
    Search { sql, number: number.unwrap_or_default(), pattern: anywhere(&folded) }
}

/// Loads open wishes in the chosen order, each with the turn or part of the list that it is in.
pub(super) async fn feed_rows(
    db: &mut Conn<'_>,
    actor: &Actor,
    filter: &Filter,
    limit: i64,
) -> Result<Vec<(i64, Wish)>> {
    if filter.order != FeedOrder::Fair {
        return orders::ordered(db, actor, filter, limit).await;
    }
    let Some(narrowed) = clauses(db, actor, filter).await? else { return Ok(Vec::new()) };
    let (first, mut cursor) = place(filter.cursor);
    let mut found = Vec::new();
    // One query per turn: each is an index range on the wish's number, without a sort.
    for turn in first..=LAST_TURN {
        let missing = limit - i64::try_from(found.len()).unwrap_or(limit);
        if missing > 0 {
            for row in turn_rows(db, filter, &narrowed, turn, cursor, missing).await? {
                found.push((turn, row.try_into()?));
            }
        }
        cursor = 0;
    }
    Ok(found)
}

/// Loads open wishes of one turn after `cursor`, in the order of waiting.
async fn turn_rows(
    db: &mut Conn<'_>,
    filter: &Filter,
    narrowed: &str,
    turn: i64,
    cursor: WishId,
    limit: i64,
) -> Result<Vec<WishRow>> {
    let max_cost = if filter.max_cost > 0 { filter.max_cost } else { i64::MAX };
    let open = "w.state = 'published' and w.claimed < w.quantity and w.cost <= $3";
    if filter.q.trim().is_empty() {
        let sql = format!(
            concat!(
                "select ",
                wish_columns!(),
                " from wish w where {} and w.turn = $4 and w.id > $1{} order by w.id limit $2"
            ),
            open, narrowed,
        );
        return Ok(rows!(db, WishRow, AssertSqlSafe(sql.as_str()), cursor, limit, max_cost, turn)?);
    }
    let wanted = search_terms::wanted(&filter.q);
    let Some(first) = wanted.first() else { return Ok(Vec::new()) };
    let sql = format!(
        concat!(
            "select ",
            wish_columns!(),
            " from wish_term t cross join wish w
             where w.id = t.wish and t.term = $4 and t.turn = $12 and t.wish > $1
                 and (select count(*) from wish_term o where o.turn = t.turn and o.wish = t.wish
                      and o.term in ($4, $5, $6, $7, $8, $9, $10, $11)) = $13
                 and {}{} order by t.wish limit $2"
        ),
        open, narrowed,
    );
    // The statement has eight term parameters, as many as a search has at most: a shorter one repeats its last one.
    let term = |n: usize| wanted.get(n).or(wanted.last()).unwrap_or(first).as_str();
    let all = i64::try_from(wanted.len()).unwrap_or(i64::MAX);
    Ok(rows!(
        db,
        WishRow,
        AssertSqlSafe(sql.as_str()),
        cursor,
        limit,
        max_cost,
        term(0),
        term(1),
        term(2),
        term(3),
        term(4),
        term(5),
        term(6),
        term(7),
        turn,
        all,
    )?)
}

impl Store {
    /// Lists open wishes: those of unserved households first, then in the order of waiting, or in the chosen order.
    /// Signed-in actors see their own root area, visitors see all. No entry names a family.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn feed(&self, actor: &Actor, filter: &Filter) -> Result<Page<Wish>> {
        let limit = if filter.limit == 0 { 20 } else { filter.limit.clamp(1, 100) };
        let mut db = self.reader().await?;
        // One row beyond the page tells whether there is a next page.
        let mut found = feed_rows(&mut db.arm(), actor, filter, limit + 1).await?;
        let limit = usize::try_from(limit).unwrap_or(20);
        let more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| more).map(|(turn, wish)| cursor_at(*turn, wish.id));
        Ok(Page { items: found.into_iter().map(|(_, wish)| wish).collect(), next })
    }

    /// Lists wishes that wait for review in the actor's areas: unserved first, then oldest.
    ///
    /// # Errors
    /// Not allowed without a reviewing role.
    pub async fn review_queue(&self, actor: &Actor, cursor: WishId) -> Result<Page<WishFile>> {
        actor.must_somewhere(Action::ReviewWishes)?;
        let mut db = self.reader().await?;
        let inside = covered("a.path", &actor.areas_for(Action::ReviewWishes));
        let place = after(&mut db.arm(), cursor).await?;
        Ok(file_page(files_in_review(&mut db.arm(), &self.vault, &inside, place).await?))
    }

    /// Counts the wishes that wait for review in the actor's areas.
    ///
    /// # Errors
    /// Only when the database fails.
    pub async fn review_count(&self, actor: &Actor) -> Result<i64> {
        let mut db = self.reader().await?;
        let inside = covered("a.path", &actor.areas_for(Action::ReviewWishes));
        let sql = format!(
            "select count(*) from wish w join area a on a.id = w.home where w.state = 'submitted' and {inside}"
        );
        Ok(value!(db, i64, AssertSqlSafe(sql.as_str()))?)
    }

    /// Lists the wishes of the actor's areas, newest first, filtered by state and words.
    ///
    /// # Errors
    /// Not allowed without a role that reviews wishes or reads files.
    pub async fn staff_wishes(
        &self,
        actor: &Actor,
        state: Option<WishState>,
        q: &str,
        cursor: WishId,
    ) -> Result<Page<WishFile>> {
        actor.must_somewhere(Action::ReviewWishes).or(actor.must_somewhere(Action::ReadHouseholds))?;
        let mut db = self.reader().await?;
        let mut areas = actor.areas_for(Action::ReviewWishes);
        areas.extend(actor.areas_for(Action::ReadHouseholds));
        let inside = covered("a.path", &areas);
        let state = state.map(|s| format!(" and w.state = '{}'", s.as_str())).unwrap_or_default();
        let search = searched(q, 2);
        let sql = format!(
            "select w.id from wish w join area a on a.id = w.home
             where (w.id < $1 or $1 = 0) and {inside}{state}{} order by w.id desc limit 21",
            search.sql,
        );
        let ids = values!(db, i64, AssertSqlSafe(sql.as_str()), cursor, search.number, search.pattern.as_str())?;
        files(&mut db.arm(), &self.vault, ids).await
    }

    /// Loads a household's last 200 wishes, newest first.
    /// For the family itself and the staff of its area; pick-up codes only for the family.
    ///
    /// # Errors
    /// Not found for all others.
    pub async fn household_wishes(&self, actor: &Actor, household: HouseholdId) -> Result<Vec<WishFile>> {
        let mut db = self.reader().await?;
        let own = is_own(actor, household);
        let mut wishes = files_of_household(&mut db.arm(), &self.vault, household).await?;
        if !own {
            // Wishes are where their family is, as `ops/check/households.rs` compares.
            let path = match wishes.first() {
                Some(file) => file.home_path.clone(),
                None => household_path(&mut db.arm(), household).await?,
            };
            if !actor.may(Action::ReadHouseholds, &path) {
                return Err(Refusal::NotFound.into());
            }
            wishes.iter_mut().for_each(|wish| wish.code = String::new());
        }
        Ok(wishes)
    }
}

/// Loads the files of these wishes; a 21st id only tells that there is a next page.
pub(crate) async fn files(db: &mut Conn<'_>, vault: &Vault, mut ids: Vec<WishId>) -> Result<Page<WishFile>> {
    let more = ids.len() == 21;
    if more {
        ids.pop();
    }
    let next = ids.last().copied().filter(|_| more);
    let items = without_codes(files_of(db, vault, &ids).await?);
    Ok(Page { items, next })
}

/// Makes a page of up to 20 files; a 21st only tells that there is a next page.
fn file_page(mut items: Vec<WishFile>) -> Page<WishFile> {
    let more = items.len() == 21;
    items.truncate(20);
    let next = items.last().map(|file| file.wish.id).filter(|_| more);
    Page { items: without_codes(items), next }
}

/// Lists carry no pick-up codes; only the family's page of one wish does.
fn without_codes(mut items: Vec<WishFile>) -> Vec<WishFile> {
    items.iter_mut().for_each(|file| file.code = String::new());
    items
}
