//! A city to measure: its wishes and its donors.

use domain::{
    accounts::{Actor, Grant, Registration, Role},
    areas::{AreaId, AreaKind, NewArea, Policy},
    catalogue,
    households::{Member, NewHousehold, Sex},
    wishes::{NewWish, Publication, WishId},
};
use store::{
    By, Store,
    areas::{
        locations::{AddLocation, NewLocation},
        policies::SetPolicy,
        tree::AddArea,
    },
    wishes::lifecycle::{PostWish, PublishWish},
};

/// How much of each a world has.
pub struct Size {
    pub wishes: usize,
    /// Units of each wish.
    pub units: usize,
    pub donors: usize,
    /// Claims that a donor may hold.
    pub claims: usize,
}

/// A city with one shop, donors, and wishes that wait for review.
pub struct World {
    pub store: Store,
    /// Actors and their sessions.
    pub donors: Vec<(Actor, String)>,
    pub wishes: Vec<WishId>,
    reviewer: Actor,
}

impl World {
    /// Creates it in an empty database.
    pub async fn make(url: &str, size: &Size) -> World {
        let store = Store::open(url, crate::keys()).await.unwrap();
        let admin = store.first_admin("13800000000", "Admin", "a long enough password").await.unwrap();
        let admin = Actor { account: admin, grants: vec![installation(Role::Admin)], ..Actor::default() };
        let by = |actor: &Actor| By::new(actor.clone(), format!("{:032x}", rand::random::<u128>()));
        let area = NewArea { parent: None, kind: AreaKind::City, name: "City".into() };
        let root = store.run(&by(&admin), AddArea(area)).await.unwrap();
        let policy = Policy { open_claims: i64::try_from(size.claims).unwrap(), ..Policy::default() };
        store.run(&by(&admin), SetPolicy { area: root, policy }).await.unwrap();
        store
            .run(
                &by(&admin),
                AddLocation(NewLocation {
                    id: 0,
                    area: root,
                    name: "Shop".into(),
                    address: "Street 1".into(),
                    hours: "9-17".into(),
                    open: true,
                }),
            )
            .await
            .unwrap();
        let path = store.areas(&admin).await.unwrap()[0].path.clone();
        let caseworker = Actor {
            account: admin.account,
            root,
            grants: vec![Grant { role: Role::Caseworker, area: root, path }],
            ..Actor::default()
        };
        // Who posts a wish for a family does not publish it.
        let reviewer = Actor { account: admin.account + 1, ..caseworker.clone() };
        let family = NewHousehold {
            area: root,
            name: "Family".into(),
            phone: "13900000000".into(),
            address: String::new(),
            hardship: false,
            members: vec![Member {
                id: 0,
                name: "One".into(),
                birth_year: 1990,
                sex: Sex::Unsaid,
                ..Member::default()
            }],
        };
        let household = store.household_add(&by(&caseworker), family).await.unwrap();
        let item = catalogue::by_key("desk_lamp").unwrap().id;
        let mut wishes = Vec::new();
        for _ in 0..size.wishes {
            let quantity = i64::try_from(size.units).unwrap();
            let new = NewWish { household, item, quantity, again: true, beyond: "More".into(), ..NewWish::default() };
            wishes.push(store.run(&by(&caseworker), PostWish(new)).await.unwrap());
        }
        let mut donors = Vec::new();
        for number in 0..size.donors {
            donors.push(donor(&store, root, number).await);
        }
        World { store, donors, wishes, reviewer }
    }

    /// Publishes all wishes, as fast as the store takes them.
    pub async fn publish(&self) {
        let words = Publication::default().words;
        let published = self.wishes.iter().map(|&id| {
            let (store, words) = (self.store.clone(), words.clone());
            let by = By::new(self.reviewer.clone(), format!("publish-{id}"));
            tokio::spawn(async move { store.run(&by, PublishWish { id, words }).await.unwrap() })
        });
        for done in published.collect::<Vec<_>>() {
            done.await.unwrap();
        }
    }
}

fn installation(role: Role) -> Grant {
    Grant { role, area: 0, path: domain::areas::AreaPath::installation() }
}

async fn donor(store: &Store, area: AreaId, number: usize) -> (Actor, String) {
    let new = Registration {
        phone: format!("137{number:08}"),
        name: format!("Donor {number}"),
        password: "a long enough password".into(),
        invitation: String::new(),
        area,
        agreed: Some(domain::site::Agreement::shipped("zh-CN")),
    };
    // Each from its own address, because registrations are limited by address; proved, so that it may claim several.
    let (by, address) = (By::new(Actor::visitor(), format!("new-{number}")), number.to_string());
    let message = store.register_code(&new.phone, &address).await.unwrap();
    let (token, _) = store.register_proved(&by, new, &message.code, &address).await.unwrap();
    (store.actor(&token).await.unwrap().expect("signed in"), token)
}
