//! A small town in a test's database.

use std::sync::{Arc, Mutex};

use domain::{
    accounts::{Actor, NewAccount, Registration, Role},
    areas::{AreaId, AreaKind, NewArea},
    claims::{Arrival, Claim, NewClaim},
    households::{HouseholdId, Member, NewHousehold, Sex},
    ledger::Condition,
    wishes::{NewWish, Publication, WishId},
};
use store::{
    Command, accounts,
    areas::{
        self,
        locations::{self, AddLocation},
        organisations,
        tree::AddArea,
    },
    claims::{fulfilment::AcceptGoods, lifecycle::TakeClaim},
    households::create::{self, AddHousehold},
    wishes::lifecycle::{PostWish, PublishWish},
};

use super::{PASSWORD, Stage, by, phone};

impl Stage {
    /// Returns the administrator of the installation, made on first use.
    pub async fn admin(&self) -> Actor {
        let found =
            self.number("select coalesce(min(account), 0) from role_grant where role = 'admin' and area = 0").await;
        let id = match found {
            0 => self.store.first_admin(&phone(), "总管", PASSWORD).await.expect("an administrator"),
            id => id,
        };
        self.actor(id).await
    }

    pub async fn actor(&self, account: i64) -> Actor {
        self.store.actor_of(account).await.expect("the database answers").expect("an open account")
    }

    /// Makes a root area with a district, a community, a shop, a family and an account per role.
    pub async fn town(&self, name: &str) -> Town {
        let admin = self.admin().await;
        let hash = hash().await;
        let now = self.store.now();
        let made: Arc<Mutex<Vec<i64>>> = Arc::default();
        let (notes, name, boss) = (made.clone(), name.to_owned(), admin.clone());
        let built = self.store.script(move |tx, ()| {
            let (notes, name, hash, boss) = (notes.clone(), name.clone(), hash.clone(), boss.clone());
            Box::pin(async move {
                tx.play(&boss, now, "town");
                let area = |parent, kind, name: String| NewArea { parent, kind, name };
                let root = AddArea(area(None, AreaKind::City, name.clone())).run(tx).await?;
                let district = AddArea(area(Some(root), AreaKind::District, format!("{name}区"))).run(tx).await?;
                let home = AddArea(area(Some(district), AreaKind::Community, format!("{name}社区"))).run(tx).await?;
                let shop = locations::NewLocation {
                    area: district,
                    name: "爱心超市".into(),
                    address: "和平路 1 号".into(),
                    hours: "9–17".into(),
                    ..Default::default()
                };
                let shop = AddLocation(shop).run(tx).await?;
                let union = organisations::AddOrganisation { area: root, name: "工会".into() };
                let union = union.run(tx).await?;
                let mut ids = vec![root, district, home, shop, union];
                for role in
                    [Role::Admin, Role::Coordinator, Role::Caseworker, Role::Shopkeeper, Role::Auditor, Role::Donor]
                {
                    let account = NewAccount {
                        phone: phone(),
                        name: format!("{name} {}", role.as_str()),
                        area: if matches!(role, Role::Admin | Role::Donor) { root } else { district },
                        role,
                    };
                    ids.push(
                        accounts::staff::add(tx, &accounts::staff::AddAccount { account, hash: hash.clone() }).await?,
                    );
                }
                *notes.lock().expect("the mutex is not poisoned") = ids;
                Ok(())
            })
        });
        built.await.expect("a town");
        let ids = made.lock().expect("the mutex is not poisoned").clone();
        let &[root, district, home, shop, union, admin, coordinator, caseworker, shopkeeper, auditor, donor] =
            ids.as_slice()
        else {
            panic!("accounts are missing: {ids:?}");
        };
        let caseworker = self.actor(caseworker).await;
        let (household, family) = self.family(&caseworker, home, "王家").await;
        Town {
            root,
            district,
            home,
            shop,
            union,
            household,
            family,
            admin: self.actor(admin).await,
            coordinator: self.actor(coordinator).await,
            shopkeeper: self.actor(shopkeeper).await,
            auditor: self.actor(auditor).await,
            donor: self.actor(donor).await,
            caseworker,
        }
    }

    /// Makes a household of two with an account.
    pub async fn family(&self, caseworker: &Actor, area: AreaId, name: &str) -> (HouseholdId, Actor) {
        let member =
            |name: &str, birth_year, sex| Member { id: 0, name: name.into(), birth_year, sex, ..Member::default() };
        let new = NewHousehold {
            area,
            name: name.into(),
            phone: phone(),
            address: "幸福里 2 号".into(),
            hardship: false,
            members: vec![member("王大", 1985, Sex::Female), member("王小", 2016, Sex::Unsaid)],
        };
        let household = self.with_account(caseworker, new).await;
        let account = self.number(&format!("select id from account where household = {household}")).await;
        (household, self.actor(account).await)
    }

    /// Makes a household with an account whose password is [`PASSWORD`], as if the family had set it long ago.
    pub async fn with_account(&self, caseworker: &Actor, new: NewHousehold) -> HouseholdId {
        let (hash, now) = (hash().await, self.store.now());
        let made: Arc<Mutex<HouseholdId>> = Arc::default();
        let (note, keeper) = (made.clone(), caseworker.clone());
        let built = self.store.script(move |tx, ()| {
            let (note, keeper, household, hash) = (note.clone(), keeper.clone(), new.clone(), hash.clone());
            Box::pin(async move {
                tx.play(&keeper, now, "household_add");
                let id = create::add(tx, &AddHousehold { household, account: true, hash, anyway: true }).await?;
                *note.lock().expect("the mutex is not poisoned") = id;
                Ok(())
            })
        });
        built.await.expect("a household");
        *made.lock().expect("the mutex is not poisoned")
    }

    /// Registers another donor of the town, and takes its phone as proved.
    pub async fn donor(&self, town: &Town) -> Actor {
        let donor = self.newcomer(town).await;
        self.plant(&format!("update account set proof = 'code' where id = {}", donor.account)).await;
        donor
    }

    /// Registers a donor whose phone is not proved.
    pub async fn newcomer(&self, town: &Town) -> Actor {
        let new = Registration {
            phone: phone(),
            name: "邻居".into(),
            password: PASSWORD.into(),
            invitation: String::new(),
            area: town.root,
            agreed: Some(domain::site::Agreement::shipped("zh-CN")),
        };
        let (_, id) = self.store.register(&by(&Actor::visitor()), new, "").await.expect("a donor");
        self.actor(id).await
    }

    /// Records that new goods of a claim have arrived in the shop.
    pub async fn arrive(&self, town: &Town, claim: i64) {
        let found = Arrival { condition: Condition::New, expires: 0 };
        self.store.run(&by(&town.shopkeeper), AcceptGoods { claim, found }).await.expect("arrived");
    }

    /// Hands one new desk lamp over to the town's family, by its shopkeeper; returns the claim.
    pub async fn handed_over(&self, town: &Town) -> i64 {
        let wish = self.wish(town, 1).await;
        let claim = self.claim(town, wish, 1).await.id;
        self.arrive(town, claim).await;
        let code = self.pick_up_code(town, wish).await;
        self.store.claim_hand_over(&by(&town.shopkeeper), claim, code).await.expect("handed over");
        claim
    }

    /// Adds another coordinator of an area of the town.
    pub async fn coordinator_of(&self, town: &Town, area: AreaId) -> Actor {
        let account = NewAccount { phone: phone(), name: "负责人".into(), area, role: Role::Coordinator };
        let (id, _) = self.store.account_add(&by(&town.admin), account).await.expect("a coordinator");
        self.actor(id).await
    }

    /// Adds another caseworker of an area of the town.
    pub async fn caseworker_of(&self, town: &Town, area: AreaId) -> Actor {
        let account = NewAccount { phone: phone(), name: "网格员".into(), area, role: Role::Caseworker };
        let (id, _) = self.store.account_add(&by(&town.admin), account).await.expect("a caseworker");
        self.actor(id).await
    }

    /// Publishes a wish of the town's family for desk lamps (electrical, without sizes).
    pub async fn wish(&self, town: &Town, quantity: i64) -> WishId {
        let item = domain::catalogue::by_key("desk_lamp").expect("in the catalogue").id;
        let new = NewWish { item, quantity, words: "晚上写作业".into(), again: true, ..NewWish::default() };
        let wish = self.store.run(&by(&town.family), PostWish(new)).await.expect("a wish");
        let publication = Publication { words: "写作业用".into() };
        self.store
            .run(&by(&town.caseworker), PublishWish { id: wish, words: publication.words })
            .await
            .expect("published");
        wish
    }

    /// Takes a claim as the town's donor.
    pub async fn claim(&self, town: &Town, wish: WishId, quantity: i64) -> Claim {
        let new = NewClaim { quantity, due: 0 };
        self.store.run(&by(&town.donor), TakeClaim { wish, new }).await.expect("a claim")
    }

    /// Returns the pick-up code that the family sees.
    pub async fn pick_up_code(&self, town: &Town, wish: WishId) -> String {
        self.store.wish_file(&town.family, wish).await.expect("the family's own wish").code
    }
}

/// Returns the hash of [`PASSWORD`], computed once per process.
async fn hash() -> String {
    static HASH: tokio::sync::OnceCell<String> = tokio::sync::OnceCell::const_new();
    HASH.get_or_init(|| async { store::crypto::passwords::hash(PASSWORD).await.expect("a hash") }).await.clone()
}

/// A root area and an account per role: staff in the district, donor and administrator in the root.
pub struct Town {
    pub root: AreaId,
    pub district: AreaId,
    pub home: AreaId,
    pub shop: i64,
    pub union: i64,
    pub household: HouseholdId,
    pub family: Actor,
    pub admin: Actor,
    pub coordinator: Actor,
    pub caseworker: Actor,
    pub shopkeeper: Actor,
    pub auditor: Actor,
    pub donor: Actor,
}
