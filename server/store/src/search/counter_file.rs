//! What a shop's counter may know of one family: what waits for it, what it has on loan, its basket, and what it may
//! still take. Each look at it is counted, audited, and a reveal that the family can read.

use domain::{
    accounts::Actor,
    catalogue::items::Item,
    claims::ClaimFile,
    households::HouseholdId,
    ledger::LocationId,
    lending::Loan,
    orders::{Allowance, Order},
    permission::Action,
    wishes::priority::Room,
};
use sqlx::AssertSqlSafe;

use crate::{
    By, Result, Store,
    catalogue::views::items_of,
    db::{
        area_filter::covered,
        sql::{rows, value, values},
    },
    households::views::household_path,
    orders::{
        limits,
        walk_in::{Guest, OpenWalkIn},
    },
    wishes::priority::room,
};

/// Goods in a family's basket at one location.
#[derive(Clone, Debug, PartialEq)]
pub struct BasketGoods {
    /// Location of the basket.
    pub location: LocationId,
    /// Its name.
    pub location_name: String,
    /// The item, with its price.
    pub item: Item,
    /// Size, or empty.
    pub size: String,
    /// Units in the basket.
    pub quantity: i64,
}

/// A family at the counter.
#[derive(Clone, Debug)]
pub struct CounterFile {
    /// Masked name, size and points.
    pub guest: Guest,
    /// Claims whose goods wait in the actor's shops or are on their way there.
    pub claims: Vec<ClaimFile>,
    /// Held orders.
    pub orders: Vec<Order>,
    /// Loans that are out, the first due first.
    pub loans: Vec<Loan>,
    /// Baskets, by location and item.
    pub basket: Vec<BasketGoods>,
    /// Wishes that it has, and may still have within the year.
    pub room: Room,
    /// What the free shop limits, with what the family may still take of it.
    pub limits: Vec<(Item, Allowance)>,
}

impl Store {
    /// Opens a family at the counter. Counted are look-ups of families that the account did not open within half an hour.
    ///
    /// # Errors
    /// Not found for a family outside the actor's areas; not allowed without a role that keeps stock;
    /// [`domain::Code::FileClosed`]; [`domain::Code::TooManyTries`] after 100 look-ups within 15 minutes.
    pub async fn counter_file(&self, actor: &Actor, household: HouseholdId) -> Result<CounterFile> {
        actor.must_somewhere(Action::KeepStock)?;
        self.count_walk_in(actor, household).await?;
        let guest = self.run(&By::new(actor.clone(), ""), OpenWalkIn(household)).await?;
        let claims = self.claims_for(actor, household).await?;
        let orders = self.orders_for(actor, household).await?;
        let loans = self.loans_for(actor, household).await?;
        let now = self.now();
        let mut db = self.reader().await?;
        let path = household_path(&mut db.arm(), household).await?;
        let room = room(&mut db.arm(), household, &path, now).await?;
        let root = value!(db, i64, "select root from household where id = $1", household)?;
        let sql = format!(
            "select b.location, p.name, b.item, b.size, cast(sum(b.quantity) as bigint)
             from account c join basket_line b on b.account = c.id join location p on p.id = b.location
                 join area s on s.id = p.area
             where c.household = $1 and c.household <> 0 and {}
             group by b.location, p.name, b.item, b.size order by b.location, b.item, b.size limit 50",
            covered("s.path", &actor.areas_for(Action::KeepStock)),
        );
        let put = rows!(db, (i64, String, i64, String, i64), AssertSqlSafe(sql.as_str()), household)?;
        let limited = values!(
            db,
            i64,
            "select t.item from item_terms t join item i on i.id = t.item
             where t.root = $1 and t.points > 0 and t.limit_units > 0 and i.open = true order by t.item limit 100",
            root,
        )?;
        let ids = limited.iter().copied().chain(put.iter().map(|row| row.2));
        let items = items_of(&mut db.arm(), root, ids).await?;
        let taken = limits::taken(&mut db.arm(), household, now).await?;
        let basket = put.into_iter().filter_map(|(location, location_name, item, size, quantity)| {
            let item = items.get(&item)?.clone();
            Some(BasketGoods { location, location_name, item, size, quantity })
        });
        let basket = basket.collect();
        let limits = limited.iter().filter_map(|id| {
            let item = items.get(id)?;
            Some((item.clone(), limits::allowance(item, &taken, now)?))
        });
        let limits = limits.collect();
        Ok(CounterFile { guest, claims, orders, loans, basket, room, limits })
    }
}
