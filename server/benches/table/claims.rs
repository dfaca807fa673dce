//! Claims a second, one at a time and 64 concurrently, against plain one-row commits.

use std::{path::Path, sync::Arc, time::Instant};

use domain::{
    accounts::{Actor, Grant, Registration, Role},
    areas::{AreaId, AreaKind, NewArea, Policy},
    catalogue,
    claims::NewClaim,
    households::{Member, NewHousehold, Sex},
    wishes::{NewWish, Publication, WishId},
};
use sqlx::{Connection, SqliteConnection, sqlite::SqliteConnectOptions};
use store::{
    By, Store,
    areas::{
        locations::{AddLocation, NewLocation},
        policies::SetPolicy,
        tree::AddArea,
    },
    claims::lifecycle::TakeClaim,
    wishes::lifecycle::{PostWish, PublishWish},
};
use tokio::sync::Semaphore;

use crate::{line, round};

/// Units of one wish, and claims of one donor: the most that the rules allow.
const UNITS: usize = 20;
const CLAIMS: usize = 50;
/// Claims in each of the two measurements.
const EACH: usize = 1500;

pub async fn measure(folder: &Path) {
    let plain = plain_commits(&folder.join("plain.db")).await;
    let world = World::make(folder).await;
    for (what, at_once, from) in [("one at a time", 1, 0), ("64 at once", 64, EACH)] {
        let rate = world.claim(at_once, from).await;
        line(
            &format!("claims a second, {what}"),
            &format!("{rate:.0}"),
            &format!("{plain:.0}"),
            &format!("{:.2}", rate / plain),
        );
    }
}

/// Measures rows a second when each is committed on its own.
async fn plain_commits(file: &Path) -> f64 {
    use sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
    let options = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut db = SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::query("create table row (id integer primary key, at integer not null)").execute(&mut db).await.unwrap();
    let (begun, mut rows) = (Instant::now(), 0_i32);
    while begun.elapsed() < round() {
        sqlx::query("insert into row (at) values ($1)").bind(rows).execute(&mut db).await.unwrap();
        rows += 1;
    }
    f64::from(rows) / begun.elapsed().as_secs_f64()
}

struct World {
    store: Store,
    donors: Vec<Actor>,
    wishes: Vec<WishId>,
}

impl World {
    /// Creates a city with one shop, and enough wishes and donors.
    async fn make(folder: &Path) -> World {
        let store = Store::open(&format!("sqlite://{}/claims.db", folder.display()), crate::keys()).await.unwrap();
        let admin = store.first_admin("13800000000", "Admin", "a long enough password").await.unwrap();
        let admin = Actor { account: admin, grants: vec![installation(Role::Admin)], ..Actor::default() };
        let by = |actor: &Actor| By::new(actor.clone(), format!("{:032x}", rand::random::<u128>()));
        let area = NewArea { parent: None, kind: AreaKind::City, name: "City".into() };
        let root = store.run(&by(&admin), AddArea(area)).await.unwrap();
        let policy = Policy { open_claims: i64::try_from(CLAIMS).unwrap(), ..Policy::default() };
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
        for _ in 0..(2 * EACH).div_ceil(UNITS) {
            let quantity = i64::try_from(UNITS).unwrap();
            let new = NewWish { household, item, quantity, again: true, beyond: "More".into(), ..NewWish::default() };
            let wish = store.run(&by(&caseworker), PostWish(new)).await.unwrap();
            store.run(&by(&caseworker), PublishWish { id: wish, words: Publication::default().words }).await.unwrap();
            wishes.push(wish);
        }
        let mut donors = Vec::new();
        for number in 0..(2 * EACH).div_ceil(CLAIMS) {
            donors.push(donor(&store, root, number).await);
        }
        World { store, donors, wishes }
    }

    /// Measures claims a second at this concurrency.
    async fn claim(&self, at_once: usize, from: usize) -> f64 {
        let places = Arc::new(Semaphore::new(at_once));
        let begun = Instant::now();
        let mut tasks = Vec::with_capacity(EACH);
        for number in from..from + EACH {
            let place = places.clone().acquire_owned().await.unwrap();
            let (store, wish) = (self.store.clone(), self.wishes[number % self.wishes.len()]);
            let by = By::new(self.donors[number / CLAIMS].clone(), format!("claim-{number}"));
            tasks.push(tokio::spawn(async move {
                store.run(&by, TakeClaim { wish, new: NewClaim { quantity: 1, due: 0 } }).await.unwrap();
                drop(place);
            }));
        }
        for task in tasks {
            task.await.unwrap();
        }
        f64::from(u32::try_from(EACH).unwrap()) / begun.elapsed().as_secs_f64()
    }
}

fn installation(role: Role) -> Grant {
    Grant { role, area: 0, path: domain::areas::AreaPath::installation() }
}

async fn donor(store: &Store, area: AreaId, number: usize) -> Actor {
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
    store.actor(&token).await.unwrap().expect("signed in")
}
