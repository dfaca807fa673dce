//! Walk-ins: a family without an order is looked up at the counter and takes goods at once.
//! The shopkeeper sees a masked name; every look-up writes an audit line and a reveal that the family can read.

use std::collections::BTreeSet;

use domain::{
    Timestamp,
    accounts::{self, Actor},
    households::{Alias, HouseholdId, Sex, reveals::RevealReason},
    ledger::{Location, LocationId},
    orders::{OrderId, Wanted},
    permission::Action,
    text,
};
use serde::{Deserialize, Serialize};
use sqlx::AssertSqlSafe;

use crate::{
    By, Command, Conn, Refusal, Result, Store, Tx,
    accounts::sign_in::cards,
    areas::locations::{location, location_root, must_at},
    crypto::{secret::Secret, vault::Vault},
    db::{
        area_filter::covered,
        locks::{Writers, lock_household, lock_open_household},
        sql::{row, value},
    },
    households::{
        reveal,
        search::{named, with_phone},
    },
    orders::{self, basket::BasketLine, limits, place::Draft},
    points,
    wishes::priority,
};

/// Look-ups per account within [`LOOK_UP_WINDOW`]: enough for a queue, too few to enumerate families.
pub const LOOK_UPS: i64 = 100;
/// Window of [`LOOK_UPS`] in seconds.
pub const LOOK_UP_WINDOW: Timestamp = 900;

/// Subject under which the look-ups of an account are counted.
fn look_ups(actor: &Actor) -> String {
    format!("walk-in:{}", actor.account)
}

/// Prefix of a family card's QR code, before the household's id.
pub const CARD: &str = "household:";

/// Family as a location may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guest {
    /// Id of the household.
    pub household: HouseholdId,
    /// First character of the name and two stars: 马**.
    pub masked: String,
    /// Family size; age and sex are never set.
    pub alias: Alias,
    /// Points the family can spend.
    pub points: i64,
}

/// Family with the goods it wants to take.
#[derive(Clone, Debug)]
pub struct AtCounter {
    /// Family at the counter.
    pub guest: Guest,
    /// Location of the counter.
    pub place: Location,
    /// Wanted goods with price, stock and allowance.
    pub lines: Vec<BasketLine>,
}

impl AtCounter {
    /// Sums the price of all lines, in points.
    #[must_use]
    pub fn total(&self) -> i64 {
        self.lines.iter().map(|line| line.quantity * line.shelf.item.terms.points).sum()
    }
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

/// Parses typed or scanned input as a household id, a phone number or a name.
fn read(typed: &str) -> (HouseholdId, String, String) {
    let typed = text::half_width(typed).trim().to_owned();
    let number = typed.strip_prefix(CARD).or(typed.strip_prefix('#')).unwrap_or(&typed);
    match (accounts::phone(&typed), number.parse::<i64>()) {
        (Ok(phone), _) => (0, phone, String::new()),
        (_, Ok(number)) if number > 0 => (number, String::new(), String::new()),
        _ => (0, String::new(), typed),
    }
}

/// Finds families of the actor's areas by card, household id, phone or exact name.
/// Unknown families and those of other areas give the same empty answer.
///
/// # Errors
/// Not allowed without a role that keeps stock.
#[derive(Clone, Debug, Serialize)]
pub struct FindWalkIn(pub String);

impl Command for FindWalkIn {
    const NAME: &'static str = "walk_in_find";
    type Output = Vec<Guest>;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Vec<Guest>> {
        let Self(typed) = self;
        tx.actor.must_somewhere(Action::KeepStock)?;
        let (number, phone, name) = read(typed);
        let (areas, vault) = (tx.actor.areas_for(Action::KeepStock), tx.vault.clone());
        // A ten-digit number with a valid check digit is read as a card code before a household id.
        let ids = if let Some(id) = cards::by_code(&mut tx.arm(), &vault, typed).await? {
            vec![id]
        } else if name.is_empty() {
            let inside = covered("a.path", &areas);
            with_phone(&mut tx.arm(), &vault, &inside, &phone).await?.into_iter().chain([number]).collect()
        } else {
            named(&mut tx.arm(), &vault, &areas, |known| known == name, (0, 20)).await?
        };
        let sql = format!(
            "select h.id, h.name, h.size from household h join area a on a.id = h.area
         where h.id = $1 and h.state = 'open' and {}",
            covered("a.path", &areas)
        );
        let mut found = Vec::new();
        for id in ids.into_iter().collect::<BTreeSet<_>>() {
            if row!(tx, GuestRow, AssertSqlSafe(sql.as_str()), id)?.is_some() {
                lock_household(tx, id).await?;
                // Again, now that closing or merging the file has to wait.
                found.extend(row!(tx, GuestRow, AssertSqlSafe(sql.as_str()), id)?);
            }
        }
        if found.is_empty() {
            tx.audit("household", 0).await?;
        }
        let (mut guests, now) = (Vec::with_capacity(found.len()), tx.now);
        for row in found {
            tx.audit("household", row.id).await?;
            reveal::note_look_up(tx, row.id, RevealReason::Counter).await?;
            guests.push(guest(&mut tx.arm(), &vault, row, now).await?);
        }
        Ok(guests)
    }
}

/// Locks the file of one family of the actor's areas and loads it; the look-up is audited and the family can read it.
pub(crate) async fn open(tx: &mut Tx<'_>, household: HouseholdId) -> Result<Guest> {
    lock_open_household(tx, household, Writers::Staff(Action::KeepStock)).await?;
    let (now, vault) = (tx.now, tx.vault.clone());
    let found = row!(tx, GuestRow, "select id, name, size from household where id = $1", household)?;
    tx.audit("household", household).await?;
    reveal::note_look_up(tx, household, RevealReason::Counter).await?;
    guest(&mut tx.arm(), &vault, found.ok_or(Refusal::NotFound)?, now).await
}

/// Issues goods for points without a pick-up: an order is set aside and collected in one transaction.
///
/// # Errors
/// Not found for a family or location outside the actor's areas, or of two root areas; [`domain::Code::FileClosed`]
/// when the household's file is not in use; [`domain::Code::NotOffered`], [`domain::Code::LimitReached`],
/// [`domain::Code::NotEnoughStock`], [`domain::Code::NotEnoughPoints`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct IssueWalkIn {
    /// Household that takes the goods.
    pub household: HouseholdId,
    /// Location the goods are taken from.
    pub location: LocationId,
    /// Items and units; prices are read from the root area's terms, never sent.
    pub lines: Vec<Wanted>,
}

impl Command for IssueWalkIn {
    const NAME: &'static str = "walk_in_issue";
    type Output = OrderId;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<OrderId> {
        tx.must_at(Action::KeepStock, self.location).await?;
        open(tx, self.household).await?;
        let root = value!(tx, i64, "select root from household where id = $1", self.household)?;
        if location_root(&mut tx.arm(), self.location).await? != root {
            return Err(Refusal::NotFound.into());
        }
        priority::let_others_first(tx, self.household).await?;
        orders::place::lock_desk(tx, self.location).await?;
        let draft = Draft {
            household: self.household,
            location: self.location,
            pickup: 0,
            until: tx.now,
            reminder: 0,
            walk_in: true,
            lines: &self.lines,
        };
        let id = orders::place::set_aside(tx, root, &draft).await?;
        orders::lifecycle::collect(tx, id).await?;
        Ok(id)
    }
}

/// Returns a family and what it wants to take, with prices, stock and allowances.
///
/// # Errors
/// Not found for a family or location outside the actor's areas; not allowed without a role that keeps stock;
/// [`domain::Code::FileClosed`]; [`domain::Code::TooManyTries`] after 100 look-ups within 15 minutes.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct OpenWalkIn(pub HouseholdId);

impl Command for OpenWalkIn {
    const NAME: &'static str = "walk_in_open";
    type Output = Guest;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<Guest> {
        open(tx, self.0).await
    }
}

impl Store {
    /// Finds families at the counter.
    ///
    /// # Errors
    /// As [`FindWalkIn`], and [`domain::Code::TooManyTries`] after 100 look-ups within 15 minutes.
    pub async fn walk_in_find(&self, by: &By, typed: String) -> Result<Vec<Guest>> {
        by.actor.must_somewhere(Action::KeepStock)?;
        self.attempt(&look_ups(&by.actor), LOOK_UPS, LOOK_UP_WINDOW).await?;
        self.run(by, FindWalkIn(typed)).await
    }

    /// Counts a look-up by household id, with those of [`Store::walk_in_find`].
    /// Not counted is a family that the account looked up within the last half hour: its page is loaded with every scan.
    ///
    /// # Errors
    /// Not allowed without a role that keeps stock; [`domain::Code::TooManyTries`] after 100 look-ups within 15
    /// minutes.
    pub async fn count_walk_in(&self, actor: &Actor, household: HouseholdId) -> Result<()> {
        actor.must_somewhere(Action::KeepStock)?;
        let mut db = self.reader().await?;
        let reason = RevealReason::Counter;
        let again = reveal::looked_up(&mut db.arm(), actor.account, household, reason, self.now()).await?;
        drop(db);
        if again { Ok(()) } else { self.attempt(&look_ups(actor), LOOK_UPS, LOOK_UP_WINDOW).await }
    }

    /// Returns a family and what it wants to take, with prices, stock and allowances.
    ///
    /// # Errors
    /// Not found for a family or location outside the actor's areas; not allowed without a role that keeps stock;
    /// [`domain::Code::FileClosed`]; [`domain::Code::TooManyTries`] after 100 look-ups within 15 minutes.
    pub async fn walk_in(
        &self,
        actor: &Actor,
        household: HouseholdId,
        at: LocationId,
        wanted: &[Wanted],
    ) -> Result<AtCounter> {
        actor.must_somewhere(Action::KeepStock)?;
        let mut db = self.reader().await?;
        must_at(&mut db.arm(), actor, Action::KeepStock, at).await?;
        let place = location(&mut db.arm(), at).await?;
        drop(db);
        self.count_walk_in(actor, household).await?;
        let by = By::new(actor.clone(), "");
        let guest = self.run(&by, OpenWalkIn(household)).await?;
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

    /// Issues goods for points to a family without an order.
    ///
    /// # Errors
    /// As [`IssueWalkIn`], and [`domain::Code::TooManyTries`] after 100 look-ups within 15 minutes: a refusal tells of the family,
    /// too.
    pub async fn walk_in_issue(&self, by: &By, new: IssueWalkIn) -> Result<OrderId> {
        by.actor.must_somewhere(Action::KeepStock)?;
        self.count_walk_in(&by.actor, new.household).await?;
        self.run(by, new).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn input_is_read_as_household_id_phone_or_name() {
        let number = |n| (n, String::new(), String::new());
        assert_eq!((read("household:12"), read(" #12 "), read("１２")), (number(12), number(12), number(12)));
        assert_eq!(read("138 0000 0001"), (0, "13800000001".into(), String::new()));
        assert_eq!(read(" 马秀英 "), (0, String::new(), "马秀英".into()));
        assert_eq!(read("-3"), (0, String::new(), "-3".into()));
    }
}
