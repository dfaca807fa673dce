//! Reads places: a donor's own, what the line behind a wish offers it, and the turns of the shops.

use std::collections::HashMap;

use domain::{
    Code,
    accounts::Actor,
    areas::AreaPath,
    catalogue,
    claims::standby::{PLACES, Standby, StandbyFile, StandbyId},
    permission::Action,
    wishes::{Wish, WishId, WishState},
};
use sqlx::AssertSqlSafe;

use crate::{
    Conn, Error, Refusal, Result, Store,
    areas::policies::policy_for,
    claims::eligibility,
    db::{
        pagination::signed_in,
        sql::{parse, row, rows, value},
    },
    wishes::views::{WishRow, view, wish_columns},
};

#[derive(sqlx::FromRow)]
struct StandbyRow {
    id: i64,
    wish: i64,
    item: i64,
    size: String,
    own_name: String,
    own_key: String,
    quantity: i64,
    held: i64,
    state: String,
    ahead: i64,
    asked: i64,
    answer_by: i64,
    claim: i64,
    created: i64,
    changed: i64,
}

/// Columns and joins of a [`StandbyRow`]; a macro because statements are literals.
macro_rules! standby_columns {
    () => {
        "s.id, s.wish, w.item, w.size, w.own_name, w.own_key,
         s.quantity, s.held, s.state, s.asked, s.answer_by, s.claim, s.created, s.changed,
         (select count(*) from standby b where b.wish = s.wish and b.id < s.id and b.account <> 0
              and b.state in ('waiting', 'asked')) as ahead
         from standby s join wish w on w.id = s.wish"
    };
}

impl TryFrom<StandbyRow> for Standby {
    type Error = Error;

    fn try_from(row: StandbyRow) -> Result<Standby> {
        Ok(Standby {
            id: row.id,
            wish: row.wish,
            title: catalogue::title_of(row.item, &row.own_name, &row.size),
            key: catalogue::key_of(row.item, &row.own_key),
            size: row.size,
            quantity: row.quantity,
            held: row.held,
            state: parse(&row.state)?,
            ahead: row.ahead,
            // A place that was only passed over was not asked.
            asked: if row.answer_by > 0 { row.asked } else { 0 },
            answer_by: row.answer_by,
            claim: row.claim,
            created: row.created,
            changed: row.changed,
        })
    }
}

/// Returns the wish of a place as the public sees it. What its family says is left out once it is not public any more:
/// a donor who only stood by has no claim to it.
fn public_wish(wish: Wish) -> Wish {
    let public = matches!(wish.state, WishState::Published | WishState::Fulfilled);
    if public { wish } else { Wish { words: String::new(), photo: 0, ..wish } }
}

/// What the line behind a taken wish offers an account.
#[derive(Clone, Debug, PartialEq)]
pub struct StandbyTerms {
    /// Its live place; `None` without one.
    pub place: Option<Standby>,
    /// Why it could not join; `None` when it could.
    pub refused: Option<Code>,
}

/// Loads up to 50 turns of the shops that the shelves inside can fill, each wish with what lies there, the first to end
/// at the front. `inside` is a condition on the shelves' area `r`. The sum keeps SQLite from the index of accounts,
/// which has all turns that ever were.
pub(crate) async fn shelf_turns(db: &mut Conn<'_>, inside: &str) -> Result<Vec<(WishId, i64)>> {
    let sql = format!(
        "select s.wish, cast(sum(f.quantity) as bigint) from standby s join wish w on w.id = s.wish
             join shelf f on f.item = w.item and f.size = w.size and f.root = w.root and f.quantity > 0
             join location p on p.id = f.location join area r on r.id = p.area
         where s.account + 0 = 0 and s.state = 'asked' and {inside}
         group by s.wish, s.answer_by, s.id order by s.answer_by, s.id limit 50"
    );
    Ok(rows!(db, (i64, i64), AssertSqlSafe(sql.as_str()))?)
}

/// Counts units that wait for the shops' turn as open, as [`with_shelf_units`] does, for several wishes.
pub(crate) async fn with_all_shelf_units(db: &mut Conn<'_>, wishes: Vec<Wish>) -> Result<Vec<Wish>> {
    let ids = wishes.iter().map(|wish| wish.id.to_string()).collect::<Vec<_>>().join(", ");
    if ids.is_empty() {
        return Ok(wishes);
    }
    let sql = format!(
        "select wish, cast(sum(held) as bigint) from standby
         where account = 0 and state = 'asked' and wish in ({ids}) group by wish"
    );
    let held: HashMap<i64, i64> = rows!(db, (i64, i64), AssertSqlSafe(sql.as_str()))?.into_iter().collect();
    let open = |wish: Wish| {
        let held = held.get(&wish.id).copied().unwrap_or_default();
        Wish { claimed: wish.claimed - held, remaining: wish.remaining + held, ..wish }
    };
    Ok(wishes.into_iter().map(open).collect())
}

/// Counts units that wait for the shops' turn as open, for the staff that fills wishes.
pub(crate) async fn with_shelf_units(db: &mut Conn<'_>, wish: Wish) -> Result<Wish> {
    let held = value!(
        db,
        i64,
        "select cast(coalesce(sum(held), 0) as bigint) from standby
         where wish = $1 and account = 0 and state = 'asked'",
        wish.id,
    )?;
    Ok(Wish { claimed: wish.claimed - held, remaining: wish.remaining + held, ..wish })
}

impl Store {
    /// Lists the actor's places, those that are asked first, then those that wait, then the newest; at most 100.
    ///
    /// # Errors
    /// Not signed in.
    pub async fn my_standbys(&self, actor: &Actor) -> Result<Vec<StandbyFile>> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let own = rows!(
            db,
            StandbyRow,
            concat!(
                "select ",
                standby_columns!(),
                " where s.account = $1 order by case s.state when 'asked' then 0 when 'waiting' then 1 else 2 end,
                  s.id desc limit 100"
            ),
            actor.account,
        )?;
        let wishes = rows!(
            db,
            WishRow,
            concat!(
                "select ",
                wish_columns!(),
                " from wish w where w.id in (select s.wish from standby s where s.account = $1
                      order by case s.state when 'asked' then 0 when 'waiting' then 1 else 2 end, s.id desc limit 100)"
            ),
            actor.account,
        )?;
        let mut known = HashMap::with_capacity(wishes.len());
        for row in wishes {
            let wish = public_wish(Wish::try_from(row)?);
            known.insert(wish.id, wish);
        }
        let mut files = Vec::with_capacity(own.len());
        for row in own {
            // A place made since the first statement may have taken the last one's seat in the second.
            let Some(wish) = known.get(&row.wish).cloned() else { continue };
            files.push(StandbyFile { place: row.try_into()?, wish });
        }
        Ok(files)
    }

    /// Loads one of the actor's places.
    ///
    /// # Errors
    /// Not signed in; not found for another donor's place.
    pub async fn own_standby(&self, actor: &Actor, id: StandbyId) -> Result<StandbyFile> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let row = row!(
            db,
            StandbyRow,
            concat!("select ", standby_columns!(), " where s.id = $1 and s.account = $2"),
            id,
            actor.account,
        )?
        .ok_or(Refusal::NotFound)?;
        let wish = public_wish(view(&mut db.arm(), row.wish).await?);
        Ok(StandbyFile { place: row.try_into()?, wish })
    }

    /// Loads what the line behind a published wish offers the actor. Only a preview: joining checks everything again.
    ///
    /// # Errors
    /// Not signed in; not found unless the wish is published.
    pub async fn standby_terms(&self, actor: &Actor, wish: WishId) -> Result<StandbyTerms> {
        signed_in(actor)?;
        let mut db = self.reader().await?;
        let (root, path, free, by_application) = row!(
            db,
            (i64, String, i64, bool),
            "select w.root, a.path, w.quantity - w.claimed, w.by_application from wish w join area a on a.id = w.home
             where w.id = $1 and w.state = 'published'",
            wish,
        )?
        .ok_or(Refusal::NotFound)?;
        let place = row!(
            db,
            StandbyRow,
            concat!(
                "select ",
                standby_columns!(),
                " where s.wish = $1 and s.account = $2 and s.state in ('waiting', 'asked')"
            ),
            wish,
            actor.account,
        )?;
        let place = place.map(Standby::try_from).transpose()?;
        let (claims, places) = row!(
            db,
            (i64, i64),
            "select (select count(*) from claim where wish = $1 and account = $2 and source = 'donor'
                         and state in ('pledged', 'on_the_way', 'arrived', 'handed_over')),
                    (select count(*) from standby where account = $2 and state in ('waiting', 'asked'))",
            wish,
            actor.account,
        )?
        .unwrap_or_default();
        let policy = policy_for(&mut db.arm(), &AreaPath(path)).await?;
        let allowed = actor.must_somewhere(Action::ClaimWishes);
        let refused = match allowed.and_then(|()| eligibility::admits(actor, root, &policy)) {
            Err(refusal) => Some(refusal.code()),
            Ok(()) if by_application => Some(Code::ByApplication),
            Ok(()) if claims > 0 => Some(Code::AlreadyClaimed),
            Ok(()) if free > 0 => Some(Code::UnitsLeft),
            Ok(()) if places >= PLACES => Some(Code::StandbyLimit),
            Ok(()) => None,
        };
        Ok(StandbyTerms { place, refused })
    }
}
