//! Wares that shops buy or receive to hand out for points, and the kits assembled from them.

use domain::{
    DAY,
    accounts::Actor,
    catalogue::{
        self, Category,
        items::{NewItem, Terms},
    },
    ledger::{Condition, JournalKind, Origin, Place},
    points::PointsPolicy,
    stock::{
        kits::{Assembly, TakingApart},
        receipts::{Line, NewReceipt},
    },
};
use store::{
    Command, Result, Tx,
    catalogue::items,
    ops::bulk::looks,
    points::{
        jobs::{GrantMonth, Slice},
        policy::SetPointsPolicy,
    },
    stock::{
        self,
        kits::assembly::{AssembleKits, SetKitPart, TakeKitsApart},
        movements::Removal,
        receiving::receipts,
    },
};

use crate::{
    dice::Dice,
    life::market::MarketEvent,
    life::{Event, Life},
    texts::replies,
};

/// An own item: name, pictogram, category, unit, points, minimum, whether it expires, cost in fen.
struct Ware(&'static str, &'static str, Category, &'static str, i64, i64, bool, i64);

const WARES: &[Ware] = &[
    Ware("洗衣液", "ware-detergent", Category::Home, "瓶", 18, 30, false, 1890),
    Ware("抽纸", "ware-tissues", Category::Home, "提", 12, 40, false, 1290),
    Ware("牙膏", "ware-toothpaste", Category::Home, "支", 6, 30, false, 650),
    Ware("香皂", "ware-soap", Category::Home, "块", 4, 30, false, 380),
    Ware("浴巾", "towel", Category::Home, "条", 8, 30, false, 800),
    Ware("挂面", "ware-noodles", Category::Kitchen, "把", 5, 40, true, 490),
    Ware("食盐", "ware-salt", Category::Kitchen, "袋", 3, 20, true, 250),
    Ware("燕麦片", "ware-oats", Category::Kitchen, "袋", 14, 10, true, 1580),
    Ware("保温杯", "ware-tumbler", Category::Home, "个", 25, 10, false, 2900),
];
/// Index of the ware that is limited to one a year.
const ONCE: usize = 8;
/// Towels, toothpaste and soap.
const KIT: (&str, &[(usize, i64)]) = ("新家礼包", &[(4, 2), (2, 1), (3, 2)]);

/// Catalogue items in the free shop: key, points, minimum, limit a year.
const OFFERED: &[(&str, i64, i64, i64)] = &[
    ("school_bag", 60, 12, 1),
    ("stationery_set", 25, 20, 2),
    ("quilt", 80, 10, 1),
    ("winter_coat", 70, 10, 1),
    ("rice", 40, 15, 0),
    ("cooking_oil", 45, 10, 0),
    ("raincoat", 15, 10, 1),
    ("hat_scarf", 12, 0, 0),
];

/// Givers of wares, and whether they agreed to be named.
const GIVERS: &[(&str, bool)] = &[
    ("麦田食品有限公司", true),
    ("拾光机械厂工会", true),
    ("云桥青年商会", true),
    ("一位退休教师", false),
    ("桥南菜场摊主", false),
    ("甜泉小学家委会", true),
];

/// Returns an EAN-13 with its check digit; codes that begin with 2 are for shops' own use.
fn barcode(root: usize, ware: usize) -> String {
    let digits = format!("2{root}0000{:06}", 1001 + 37 * ware);
    let sum: u32 = digits.bytes().enumerate().map(|(n, b)| u32::from(b - b'0') * if n % 2 == 1 { 3 } else { 1 }).sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}

impl Life {
    pub(crate) fn shopkeeper(&self, root: usize, shop: usize) -> Actor {
        self.world.roots[root].shops[shop].keeper.clone()
    }

    pub(crate) fn shop_id(&self, root: usize, shop: usize) -> i64 {
        self.world.roots[root].shops[shop].id
    }

    pub(crate) async fn begin_market(&mut self, tx: &mut Tx<'_>, root: usize) -> Result<()> {
        let keeper = self.shopkeeper(root, 0);
        for Ware(name, key, category, unit, points, minimum, perishable, fen) in WARES {
            self.acts(tx, &keeper, "item_add");
            let new = NewItem {
                name: (*name).to_owned(),
                category: *category,
                unit: (*unit).to_owned(),
                sizes: Vec::new(),
                key: (*key).to_owned(),
                electrical: false,
                perishable: *perishable,
                cost: fen / 100,
                open: true,
            };
            let id = items::add(tx, &new).await?;
            let once = self.market.wares[root].len() == ONCE;
            let (limit_units, limit_days) = if once { (1, 365) } else { (0, 0) };
            let terms = Terms { points: *points, minimum: *minimum, limit_units, limit_days };
            items::set_terms(tx, id, terms).await?;
            self.market.wares[root].push(id);
        }
        let (name, parts) = KIT;
        let new = NewItem {
            name: name.to_owned(),
            category: Category::Home,
            unit: "份".to_owned(),
            sizes: Vec::new(),
            key: "ware-gift".to_owned(),
            electrical: false,
            perishable: false,
            cost: 25,
            open: true,
        };
        let kit = items::add(tx, &new).await?;
        items::set_terms(tx, kit, Terms { points: 30, ..Terms::default() }).await?;
        for (ware, quantity) in parts {
            let part = self.market.wares[root][*ware];
            SetKitPart { kit, part, size: String::new(), quantity: *quantity }.run(tx).await?;
        }
        self.market.kits[root] = kit;
        self.acts(tx, &keeper, "item_terms");
        for (key, points, minimum, a_year) in OFFERED {
            let Some(item) = catalogue::by_key(key) else { continue };
            let limit_days = if *a_year == 0 { 0 } else { 365 };
            let terms = Terms { points: *points, minimum: *minimum, limit_units: *a_year, limit_days };
            items::set_terms(tx, item.id, terms).await?;
        }
        // One district tries points out before the whole root area has them.
        let policy = PointsPolicy { base: 20, each_member: 8, cap_month: 60, cap_balance: 240, valid_months: 18 };
        let district = self.world.roots[root].districts[0].id;
        self.acts(tx, &self.world.roots[root].coordinator.clone(), "points_policy_set");
        SetPointsPolicy { area: district, policy }.run(tx).await?;
        self.month(tx).await
    }

    /// Runs the monthly grant for households that have not had it.
    pub(crate) async fn month(&mut self, tx: &mut Tx<'_>) -> Result<()> {
        self.acts(tx, &Actor::system(), "points_month");
        for root in &self.world.roots.clone() {
            let households = root.homes.iter().map(|home| home.household);
            let (first, last) = (households.clone().min().unwrap_or(0), households.max().unwrap_or(0));
            GrantMonth(Slice { first, last }).run(tx).await?;
        }
        Ok(())
    }

    /// Receives wares, bought with a budget or given by a giver who may be named.
    pub(crate) async fn restock(&mut self, tx: &mut Tx<'_>, root: usize, shop: usize, number: usize) -> Result<()> {
        let mut dice = Dice::of(84 + root as u64, shop * 1000 + number);
        let first = number == 0;
        let mut lines = Vec::new();
        for (ware, Ware(.., perishable, fen)) in WARES.iter().enumerate() {
            let due = first || dice.chance(30);
            if !due || (ware == ONCE && !first && !dice.chance(20)) {
                continue;
            }
            let quantity = if first { dice.between(24, 60) } else { dice.between(8, 26) };
            let expires = if *perishable { self.at + dice.days(45.0, 260.0) } else { 0 };
            if expires != 0 {
                self.exactly(expires + 1, Event::Market(MarketEvent::Expire(root, shop)));
            }
            // Each barcode is assigned once, with the first delivery to the first shop.
            let code = if first && shop == 0 { barcode(root, ware) } else { String::new() };
            let (item, size, condition) = (self.market.wares[root][ware], String::new(), Condition::New);
            lines.push(Line { item, size, quantity, condition, expires, cost: quantity * fen, code });
        }
        if lines.is_empty() {
            return Ok(());
        }
        let bought = first || dice.chance(45);
        let (giver, named) = dice.pick(GIVERS);
        let grant = !bought && named;
        if !bought {
            lines.iter_mut().for_each(|line| line.cost = 0);
        }
        let new = NewReceipt {
            location: self.shop_id(root, shop),
            origin: if bought {
                Origin::Purchase
            } else if grant {
                Origin::Grant
            } else {
                Origin::Donation
            },
            organisation: 0,
            giver: if bought { "桥南批发部".to_owned() } else { giver.to_owned() },
            named: !bought && named,
            note: dice.pick(if bought { replies::BOUGHT } else { replies::GIVEN }).to_owned(),
            offer: 0,
            lines,
        };
        self.acts(tx, &self.shopkeeper(root, shop), "receipt_add");
        receipts::add(tx, &new).await.map(drop)
    }

    /// Runs the job that takes expired goods off the shelf.
    pub(crate) async fn expire_wares(&mut self, tx: &mut Tx<'_>, root: usize, shop: usize) -> Result<()> {
        self.acts(tx, &Actor::system(), "goods_expire");
        if looks::expire(tx, self.shop_id(root, shop)).await? {
            let after = Dice::of(86 + root as u64, shop).days(0.3, 2.5);
            self.after(after, Event::Market(MarketEvent::Clear(root, shop)));
        }
        Ok(())
    }

    pub(crate) async fn clear_expired(&mut self, tx: &mut Tx<'_>, root: usize, shop: usize) -> Result<()> {
        let location = self.shop_id(root, shop);
        self.acts(tx, &self.shopkeeper(root, shop), "stock_write_off");
        for (lot, quantity) in looks::past(tx, location).await? {
            let reason = replies::PAST_DATE.to_owned();
            let removal = Removal { lot, location, place: Place::Quarantine, quantity, reason };
            stock::movements::remove(tx, &removal, JournalKind::WriteOff).await?;
        }
        Ok(())
    }

    pub(crate) async fn assemble(&mut self, tx: &mut Tx<'_>, root: usize, number: usize) -> Result<()> {
        let location = self.shop_id(root, 0);
        self.acts(tx, &self.shopkeeper(root, 0), "kit_assemble");
        let mut kits = 6;
        for (ware, each) in KIT.1 {
            kits = kits.min(looks::free(tx, location, self.market.wares[root][*ware]).await? / each);
        }
        if kits == 0 {
            return Ok(());
        }
        AssembleKits(Assembly { item: self.market.kits[root], location, kits }).run(tx).await?;
        if number % 3 == 1 {
            self.after(20 * DAY, Event::Market(MarketEvent::TakeApart(root)));
        }
        Ok(())
    }

    /// Takes a kit apart that no family ordered.
    pub(crate) async fn take_apart(&mut self, tx: &mut Tx<'_>, root: usize) -> Result<()> {
        let (location, item) = (self.shop_id(root, 0), self.market.kits[root]);
        self.acts(tx, &self.shopkeeper(root, 0), "kit_take_apart");
        if looks::free(tx, location, item).await? == 0 {
            return Ok(());
        }
        TakeKitsApart(TakingApart { item, lot: 0, location, kits: 1, quarantine: false }).run(tx).await
    }

    /// Picks a ware that a family may take: its index in the list, and its price.
    pub(crate) fn ware(&self, dice: &mut Dice, root: usize, home: usize) -> (usize, i64) {
        let ware = dice.below(WARES.len());
        let had = ware == ONCE && self.market.had.contains_key(&(root, home));
        let ware = if had { 0 } else { ware };
        (ware, WARES[ware].4)
    }

    /// Records that a family has had the ware limited to one a year.
    pub(crate) fn has_had(&mut self, root: usize, home: usize, ware: usize) {
        if ware == ONCE {
            self.market.had.insert((root, home), self.at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_barcodes_of_the_demo_are_valid_ean_13() {
        for ware in 0..WARES.len() {
            let code = barcode(1, ware);
            assert_eq!(domain::catalogue::items::ean(&code), Some(code.clone()), "{code}");
        }
    }
}
