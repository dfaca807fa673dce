//! A second shop of the town with its own shopkeeper, and goods for the town's shelf.

use domain::{
    accounts::{Actor, NewAccount, Role},
    areas::{AreaKind, NewArea},
    catalogue::{self, items::NewItem},
    ledger::{Condition, LocationId, LotId, Origin},
    wishes::{NewWish, Publication, WishId},
};
use store::{
    areas::{
        locations::{AddLocation, NewLocation},
        tree::AddArea,
    },
    catalogue::items::WriteItem,
    stock::movements::ReceiveStock,
    wishes::lifecycle::{PostWish, PublishWish},
};

use super::{Stage, Town, by, phone};

/// The town's second shop, in another district and with its own shopkeeper.
pub struct West {
    pub shop: LocationId,
    pub keeper: Actor,
}

impl Stage {
    pub async fn west(&self, town: &Town) -> West {
        let area = NewArea { parent: Some(town.root), kind: AreaKind::District, name: "城西区".into() };
        let district = self.store.run(&by(&town.admin), AddArea(area)).await.expect("a district");
        let (boss, name) = (by(&town.admin), "城西店".to_owned());
        let made = self.store.run(
            &boss,
            AddLocation(NewLocation {
                id: 0,
                area: district,
                name,
                address: "西街 8 号".into(),
                hours: "9–17".into(),
                open: true,
            }),
        );
        let shop = made.await.expect("a shop");
        let account = NewAccount { phone: phone(), name: "西店".into(), area: district, role: Role::Shopkeeper };
        let (keeper, _) = self.store.account_add(&by(&town.admin), account).await.expect("a shopkeeper");
        West { shop, keeper: self.actor(keeper).await }
    }

    /// Receives goods onto the town's shelf and returns their lot.
    pub async fn shelved(&self, town: &Town, key: &str, quantity: i64, expires: i64) -> LotId {
        let item = catalogue::by_key(key).expect("in the catalogue").id;
        self.shelved_item(town, item, quantity, expires).await
    }

    /// As [`Stage::shelved`], for any item without sizes.
    pub async fn shelved_item(&self, town: &Town, item: i64, quantity: i64, expires: i64) -> LotId {
        let receipt = ReceiveStock {
            location: town.shop,
            item,
            size: String::new(),
            quantity,
            condition: Condition::New,
            expires,
            origin: Origin::Donation,
            reason: String::new(),
        };
        self.store.run(&by(&town.shopkeeper), receipt).await.expect("received")
    }

    /// Adds an item of the town's own, without sizes.
    pub async fn own_item(&self, town: &Town, name: &str) -> i64 {
        let new = NewItem { name: name.into(), open: true, ..NewItem::default() };
        self.store.run(&by(&town.shopkeeper), WriteItem::add(new)).await.expect("an item")
    }

    /// Publishes a wish of the town's family for a catalogue item.
    pub async fn wish_for(&self, town: &Town, key: &str) -> WishId {
        let item = catalogue::by_key(key).expect("in the catalogue").id;
        let new = NewWish { item, quantity: 1, words: "家里要用".into(), again: true, ..NewWish::default() };
        let wish = self.store.run(&by(&town.family), PostWish(new)).await.expect("a wish");
        let publication = Publication { words: "家里要用".into() };
        self.store
            .run(&by(&town.caseworker), PublishWish { id: wish, words: publication.words })
            .await
            .expect("published");
        wish
    }

    /// Returns the units of a lot in a ledger place.
    pub async fn units(&self, lot: LotId, place: &str, owner: i64) -> i64 {
        self.number(&format!(
            "select cast(coalesce(sum(b.quantity), 0) as bigint) from balance b
             join ledger_account a on a.id = b.account
             where b.lot = {lot} and a.place = '{place}' and a.owner = {owner}"
        ))
        .await
    }

    /// Asserts that `check` finds no difference.
    pub async fn is_clean(&self) {
        assert_eq!(self.store.check().await.expect("checked"), Vec::<String>::new());
    }
}
