//! What a wish is for: an item of the catalogue, one of the root area's own, or a free title that the review gives an
//! item. Name and pictogram of an own item are kept with the wish, so a later change of the item does not change what
//! donors promised.

use domain::{
    Code,
    accounts::Actor,
    areas::{AreaId, AreaPath},
    catalogue::{
        self, Category,
        items::{Item, ItemId},
    },
    households::HouseholdId,
    permission::Action,
    wishes::{
        NewWish, WishId, WishState,
        free_titles::{FreeTitle, GivenItem},
    },
};
use serde::Serialize;

use crate::{
    Command, Refusal, Result, Store, Tx,
    catalogue::items::{self, insert_item},
    db::{
        area_filter::is_own,
        sql::{row, run, value, values},
    },
    wishes::lifecycle::{LockedWish, hold},
};

/// What a wish is for, as its row holds it.
pub(crate) struct Thing {
    /// Item; 0 for a free title.
    pub item: ItemId,
    /// Name of an own item, or `""`.
    pub name: String,
    /// Pictogram of an own item, symbol of a free title, or `""`.
    pub key: String,
    pub category: Category,
    /// Price of one unit in yuan; 0 for a free title.
    pub cost: i64,
}

/// Returns what a new wish is for. Its fields are checked.
///
/// # Errors
/// Field `item` for one that families of this root area cannot wish for, `size` for a size that it does not have.
pub(crate) async fn thing_of(tx: &mut Tx<'_>, root: AreaId, new: &NewWish) -> Result<Thing> {
    match &new.free {
        Some(FreeTitle { symbol, .. }) => Ok(Thing {
            item: 0,
            name: String::new(),
            key: symbol.key().to_owned(),
            category: symbol.category(),
            cost: 0,
        }),
        None => item_of(tx, root, new.item, &new.size).await,
    }
}

/// Returns an item as what a wish is for.
async fn item_of(tx: &mut Tx<'_>, root: AreaId, id: ItemId, size: &str) -> Result<Thing> {
    let wrong = |size: &str| Refusal::field("size", if size.is_empty() { Code::Required } else { Code::Unknown });
    if let Some(item) = catalogue::find(id) {
        let fits = if item.sizes.is_empty() { size.is_empty() } else { item.sizes.contains(&size) };
        if !fits {
            return Err(wrong(size).into());
        }
        let (name, key) = (String::new(), String::new());
        return Ok(Thing { item: id, name, key, category: item.category, cost: item.cost });
    }
    let found = values!(tx, i64, "select id from item where id = $1 and root = $2 and open = true", id, root)?;
    let kit = value!(tx, i64, "select count(*) from kit_part where kit = $1", id)?;
    if found.is_empty() || kit > 0 {
        return Err(Refusal::field("item", Code::Unknown).into());
    }
    let item = items::item(&mut tx.arm(), root, id).await?;
    if !item.has_size(size) {
        return Err(wrong(size).into());
    }
    Ok(Thing { item: id, name: item.name, key: item.key, category: item.category, cost: item.cost })
}

/// Gives a wish with a free title its item: an existing one, or a new one of the root area. May be corrected until the
/// wish is published.
///
/// # Errors
/// Not found outside the actor's areas; [`Code::WrongState`] unless it is submitted and has a free title; fields
/// `item`, `size`, `name`, `cost`.
#[derive(Clone, Debug, Serialize)]
pub struct GiveItem {
    /// Wish in review.
    pub wish: WishId,
    /// Its item.
    pub given: GivenItem,
}

impl Command for GiveItem {
    const NAME: &'static str = "wish_item";
    type Output = ();

    async fn run(&self, tx: &mut Tx<'_>) -> Result<()> {
        tx.actor.must_somewhere(Action::ReviewWishes)?;
        let held = hold(tx, self.wish).await?;
        tx.actor.must(Action::ReviewWishes, &held.path())?;
        if held.state()? != WishState::Submitted || !has_free_title(tx, self.wish).await? {
            return Err(Code::WrongState.into());
        }
        let item = match self.given.item {
            Some(item) => item,
            None => named(tx, &held, &self.given).await?,
        };
        let thing = item_of(tx, held.root, item, &self.given.size).await?;
        run!(
            tx,
            "update wish set item = $2, size = $3, category = $4, cost = $5, own_name = $6 where id = $1",
            self.wish,
            thing.item,
            &self.given.size,
            thing.category.as_str(),
            thing.cost,
            &thing.name,
        )?;
        tx.audit("wish", self.wish).await
    }
}

/// Gives a wish with a free title the pictogram of its item, now that the item is final. Until then it keeps the symbol
/// that the family chose, which an item of its own is made with.
pub(super) async fn take_pictogram(tx: &mut Tx<'_>, wish: WishId) -> Result<()> {
    run!(
        tx,
        "update wish set own_key = (select i.key from item i where i.id = wish.item)
         where id = $1 and own_title <> ''
             and exists (select 1 from item i where i.id = wish.item and i.root = wish.root and i.key <> '')",
        wish,
    )?;
    Ok(())
}

/// Tells whether a wish was posted with a free title.
async fn has_free_title(tx: &mut Tx<'_>, wish: WishId) -> Result<bool> {
    let free = value!(tx, i64, "select count(*) from wish where id = $1 and own_title <> ''", wish)?;
    Ok(free > 0)
}

/// Returns the root area's own item of this name, made anew without one.
async fn named(tx: &mut Tx<'_>, held: &LockedWish, given: &GivenItem) -> Result<ItemId> {
    let symbol = value!(tx, String, "select own_key from wish where id = $1", held.id)?;
    let new = given.named(&symbol)?;
    let same = values!(
        tx,
        i64,
        "select id from item where root = $1 and name = $2 and open = true order by id limit 1",
        held.root,
        &new.name,
    )?;
    match same.first() {
        Some(item) => Ok(*item),
        None => insert_item(tx, held.root, &new).await,
    }
}

impl Store {
    /// Lists up to 200 open items of the root area's own for which a household may wish, by category and name. For the
    /// family itself and the staff that posts for families of its area; kits are left out.
    ///
    /// # Errors
    /// Not found for an unknown household and outside the actor's areas; not allowed without the role.
    pub async fn wishable_items(&self, actor: &Actor, household: HouseholdId) -> Result<Vec<Item>> {
        let mut db = self.reader().await?;
        let file = row!(
            db,
            (i64, String),
            "select h.root, a.path from household h join area a on a.id = h.area where h.id = $1",
            household,
        )?;
        let (root, path) = file.ok_or(Refusal::NotFound)?;
        if !is_own(actor, household) {
            actor.must(Action::PostForFamily, &AreaPath(path))?;
        }
        items::wishable(&mut db.arm(), root).await
    }

    /// Lists up to 200 open items of the root area's own that a reviewer may give a wish.
    ///
    /// # Errors
    /// Not found outside the actor's areas; not allowed without the role.
    pub async fn items_to_give(&self, actor: &Actor, wish: WishId) -> Result<Vec<Item>> {
        let mut db = self.reader().await?;
        let (root, path) = row!(
            db,
            (i64, String),
            "select w.root, a.path from wish w join area a on a.id = w.home where w.id = $1",
            wish,
        )?
        .ok_or(Refusal::NotFound)?;
        actor.must(Action::ReviewWishes, &AreaPath(path))?;
        items::wishable(&mut db.arm(), root).await
    }
}
