//! The free shop at the counter: a family without an order is found by its card, its number, its phone or its
//! exact name, and takes its goods at once. The shopkeeper sees a masked name; every look-up leaves an audit
//! line.

use domain::{
    Error as Refusal,
    accounts::{self, Actor},
    areas::AreaPath,
    households::{Alias, HouseholdId, Sex},
    ledger::{Location, LocationId},
    orders::{OrderId, Wanted},
    permission::Action,
    text,
};
use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;

use crate::{
    By, Conn, Result, Store, Tx,
    accounts::sign_in::cards,
    areas::locations::{location, location_path},
    crypto::{sealed_columns::Secret, vault::Vault},
    db::{
        area_filter::covered,
        sql::{row, value},
    },
    households::{
        lock, reveal,
        search::{named, with_phone},
    },
    orders::{self, basket::BasketLine, limits, place::Draft},
    points,
    wishes::priority,
};

/// Look-ups that one person may make within a quarter of an hour: enough for a queue, not for reading through
/// the families of a town.
const LOOK_UPS: i64 = 100;

/// What a family's card says to a scanner, before the household's number.
pub const CARD: &str = "household:";

/// A family at the counter, as far as a shop may know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guest {
    /// The household's number.
    pub household: HouseholdId,
    /// The family name and stars: 马**.
    pub masked: String,
    /// How many they are.
    pub alias: Alias,
    /// What it can spend.
    pub points: i64,
}

/// A family at the counter with what it wants to take.
#[derive(Clone, Debug)]
pub struct AtCounter {
    /// Who.
    pub guest: Guest,
    /// Where.
    pub place: Location,
    /// What each line costs and what is in its way.
    pub lines: Vec<BasketLine>,
}

impl AtCounter {
    /// What all of it costs.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.lines.iter().map(|line| line.quantity * line.shelf.item.terms.points).sum()
    }
}

/// Goods that a family takes with it at once.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WalkIn {
    /// Which family.
    pub household: HouseholdId,
    /// From which shop.
    pub location: LocationId,
    /// What. The prices are the shop's.
    pub lines: Vec<Wanted>,
}

#[derive(sqlx::FromRow)]
struct GuestRow {
    id: i64,
    name: String,
    size: i64,
}

async fn guest(db: &mut Conn<'_>, vault: &Vault, row: GuestRow, now: i64) -> Result<Guest> {
    let name = vault.open(Secret::HouseholdName, &row.name)?;
    let points = points::ledger::spendable(db, row.id, now).await?;
    Ok(Guest {
        household: row.id,
        masked: format!("{}**", name.chars().next().unwrap_or('*')),
        alias: Alias { family_size: row.size, age: -1, sex: Sex::Unsaid },
        points,
    })
}

/// Whatever was typed or scanned, as one of: a number, a phone, a name.
fn read(typed: &str) -> (HouseholdId, String, String) {
    let typed = text::half_width(typed).trim().to_owned();
    let number = typed.strip_prefix(CARD).or(typed.strip_prefix('#')).unwrap_or(&typed);
    match (accounts::phone(&typed), number.parse::<i64>()) {
        (Ok(phone), _) => (0, phone, String::new()),
        (_, Ok(number)) if number > 0 => (number, String::new(), String::new()),
        _ => (0, String::new(), typed),
    }
}

/// The families of the actor's areas that this is the card, number, phone or exact name of. What is not found
/// and what is not theirs look the same.
///
/// # Errors
/// Not allowed without a shop.
pub async fn find(tx: &mut Tx<'_>, typed: &str) -> Result<Vec<Guest>> {
    tx.actor.must_somewhere(Action::KeepStock)?;
    let (number, phone, name) = read(typed);
    let (areas, vault) = (tx.actor.areas_for(Action::KeepStock), tx.vault.clone());
    // Ten digits with a check digit are a card's number before they are a household's.
    let ids = if let Some(id) = cards::by_code(&mut tx.arm(), &vault, typed).await? {
        vec![id]
    } else if name.is_empty() {
        with_phone(&mut tx.arm(), &vault, &phone).await?.into_iter().chain([number]).collect()
    } else {
        named(&mut tx.arm(), &vault, &areas, |known| known == name, (0, 20)).await?
    };
    let sql = format!(
        "select h.id, h.name, h.size from household h join area a on a.id = h.area
         where h.id = $1 and h.state = 'open' and {}",
        covered("a.path", &areas)
    );
    let mut found = Vec::new();
    for id in ids {
        found.extend(row!(tx, GuestRow, AssertSqlSafe(sql.as_str()), id)?);
    }
    if found.is_empty() {
        tx.audit("household", 0).await?;
    }
    let (mut guests, now) = (Vec::with_capacity(found.len()), tx.now);
    for row in found {
        tx.audit("household", row.id).await?;
        reveal::note_counter(tx, row.id).await?;
        guests.push(guest(&mut tx.arm(), &vault, row, now).await?);
    }
    Ok(guests)
}

/// One family of the actor's areas. It reads that it was looked up.
async fn open(tx: &mut Tx<'_>, household: HouseholdId) -> Result<Guest> {
    tx.actor.must_somewhere(Action::KeepStock)?;
    let path =
        row!(tx, (String,), "select a.path from household h join area a on a.id = h.area where h.id = $1", household,)?;
    tx.actor.must(Action::KeepStock, &AreaPath(path.ok_or(Refusal::NotFound)?.0))?;
    let (now, vault) = (tx.now, tx.vault.clone());
    let found = row!(tx, GuestRow, "select id, name, size from household where id = $1", household)?;
    tx.audit("household", household).await?;
    reveal::note_counter(tx, household).await?;
    guest(&mut tx.arm(), &vault, found.ok_or(Refusal::NotFound)?, now).await
}

/// Sells for points over the counter: one order, set aside and handed over in the same moment.
///
/// # Errors
/// A family outside the actor's areas or another shop is not found; [`domain::Code::NotOffered`], [`domain::Code::LimitReached`],
/// [`domain::Code::NotEnoughStock`], [`domain::Code::NotEnoughPoints`].
pub async fn issue(tx: &mut Tx<'_>, new: &WalkIn) -> Result<OrderId> {
    tx.actor.must_somewhere(Action::KeepStock)?;
    let path = location_path(&mut tx.arm(), new.location).await?;
    tx.actor.must(Action::KeepStock, &path)?;
    open(tx, new.household).await?;
    lock::must_be_in_use(&mut tx.arm(), new.household).await?;
    let root = value!(tx, i64, "select root from household where id = $1", new.household)?;
    if value!(tx, i64, "select root from location where id = $1", new.location)? != root {
        return Err(Refusal::NotFound.into());
    }
    orders::place::lock_household(tx, new.household).await?;
    priority::let_others_first(tx, new.household).await?;
    orders::place::lock_desk(tx, new.location).await?;
    let draft = Draft {
        household: new.household,
        location: new.location,
        pickup: 0,
        until: tx.now,
        reminder: 0,
        walk_in: true,
        lines: &new.lines,
    };
    let id = orders::place::set_aside(tx, root, &draft).await?;
    orders::lifecycle::collect(tx, id).await?;
    Ok(id)
}

impl Store {
    /// Finds a family at the counter.
    ///
    /// # Errors
    /// As [`find`], and [`domain::Code::TooManyTries`] for whoever looks up far more than come.
    pub async fn walk_in_find(&self, by: &By, typed: String) -> Result<Vec<Guest>> {
        by.actor.must_somewhere(Action::KeepStock)?;
        self.attempt(&format!("walk-in:{}", by.actor.account), LOOK_UPS, 900).await?;
        self.write(by, "walk_in_find", typed, |tx, typed| Box::pin(find(tx, typed))).await
    }

    /// A family at the counter, and what is in the way of each thing that it wants.
    ///
    /// # Errors
    /// A family outside the actor's areas, or another's shop, is not found.
    pub async fn walk_in(
        &self,
        actor: &Actor,
        household: HouseholdId,
        at: LocationId,
        wanted: &[Wanted],
    ) -> Result<AtCounter> {
        actor.must_somewhere(Action::KeepStock)?;
        let mut db = self.reader().await?;
        actor.must(Action::KeepStock, &location_path(&mut db.arm(), at).await?)?;
        let place = location(&mut db.arm(), at).await?;
        drop(db);
        let by = By::new(actor.clone(), "");
        let guest = self.write(&by, "walk_in_open", household, |tx, id| Box::pin(open(tx, *id))).await?;
        let now = self.now();
        let mut db = self.reader().await?;
        let root = value!(db, i64, "select root from household where id = $1", household)?;
        let taken = limits::taken(&mut db.arm(), household, now).await?;
        let mut lines = Vec::with_capacity(wanted.len());
        for Wanted { item, size, quantity } in wanted {
            let shelf = self.line(&mut db.arm(), root, at, *item, size.clone(), &taken).await?;
            lines.push(BasketLine { shelf, quantity: *quantity });
        }
        Ok(AtCounter { guest, place, lines })
    }

    /// Hands goods over for points to a family without an order.
    ///
    /// # Errors
    /// As [`issue`].
    pub async fn walk_in_issue(&self, by: &By, new: WalkIn) -> Result<OrderId> {
        self.write(by, "walk_in_issue", new, |tx, new| Box::pin(issue(tx, new))).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_a_number_a_phone_and_a_name_are_told_apart() {
        let number = |n| (n, String::new(), String::new());
        assert_eq!((read("household:12"), read(" #12 "), read("１２")), (number(12), number(12), number(12)));
        assert_eq!(read("138 0000 0001"), (0, "13800000001".into(), String::new()));
        assert_eq!(read(" 马秀英 "), (0, String::new(), "马秀英".into()));
        assert_eq!(read("-3"), (0, String::new(), "-3".into()));
    }
}
