//! What the store's tests share: a database of their own, of either kind, and a small town in it.
#![allow(dead_code, unused_imports, unused_macros)] // each test file uses a part

use std::{
    future::Future,
    panic::{AssertUnwindSafe, resume_unwind},
    path::PathBuf,
    str::FromStr,
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, Ordering},
    },
};

use domain::{
    areas::{AreaId, AreaKind, NewArea},
    claims::{Claim, NewClaim},
    households::{HouseholdId, Member, NewHousehold, Sex},
    people::{Actor, NewAccount, Registration, Role},
    wishes::{NewWish, Publication, WishId},
};
use futures::FutureExt;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection, SqliteConnection, postgres::PgConnectOptions};
use store::{By, Clock, Store, accounts, areas, households, locations, organisations, people};

/// Everybody's password in these tests.
pub const PASSWORD: &str = "correct horse";

/// A test of the name that runs once on each database.
macro_rules! on_both {
    ($name:ident, |$stage:ident| $body:block) => {
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn play($stage: &$crate::support::Stage) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                let stage = $crate::support::Stage::sqlite().await;
                $crate::support::run(&stage, play(&stage)).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                let stage = $crate::support::Stage::postgres().await;
                $crate::support::run(&stage, play(&stage)).await;
            }
        }
    };
}
pub(crate) use on_both;

/// Plays a test and clears its database away, also when the test fails.
pub async fn run(stage: &Stage, play: impl Future<Output = ()>) {
    let played = AssertUnwindSafe(play).catch_unwind().await;
    stage.store.close().await;
    stage.clear().await;
    if let Err(panic) = played {
        resume_unwind(panic);
    }
}

/// A number that no other call in this process gets.
pub fn unique() -> i64 {
    static NEXT: AtomicI64 = AtomicI64::new(1);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// A phone number that nobody else has.
pub fn phone() -> String {
    format!("138{:08}", unique())
}

/// A request of this person.
pub fn by(actor: &Actor) -> By {
    By::new(actor.clone(), format!("test-{}", unique()))
}

/// The code of what was refused.
pub fn code<T: std::fmt::Debug>(result: store::Result<T>) -> &'static str {
    match result {
        Err(store::Error::Refused(refused)) => refused.code().as_str(),
        other => panic!("not refused: {other:?}"),
    }
}

/// The fields that were refused, each with its code.
pub fn fields<T: std::fmt::Debug>(result: store::Result<T>) -> Vec<(&'static str, &'static str)> {
    match result {
        Err(store::Error::Refused(domain::Error::Invalid(fields))) => {
            fields.iter().map(|field| (field.name, field.code.as_str())).collect()
        }
        other => panic!("no invalid fields: {other:?}"),
    }
}

enum Kind {
    Sqlite(PathBuf),
    Postgres { server: PgConnectOptions, name: String },
}

/// A database of its own, open, with a clock that the test moves.
pub struct Stage {
    pub store: Store,
    pub clock: Clock,
    pub url: String,
    kind: Kind,
}

impl Stage {
    pub async fn sqlite() -> Stage {
        let folder = std::env::temp_dir().join(format!("wishbridge-{:032x}", rand::random::<u128>()));
        let url = format!("sqlite://{}/test.db", folder.display());
        Stage::open(url, Kind::Sqlite(folder)).await
    }

    pub async fn postgres() -> Stage {
        let url = std::env::var("TEST_POSTGRES_URL")
            .expect("TEST_POSTGRES_URL names no PostgreSQL server: run `tools/with-postgres.sh cargo test -p store`");
        let server = PgConnectOptions::from_str(&url).expect("TEST_POSTGRES_URL is an address");
        let name = format!("wishbridge_{:032x}", rand::random::<u128>());
        let mut db = PgConnection::connect_with(&server).await.expect("PostgreSQL answers");
        sqlx::query(AssertSqlSafe(format!("create database {name}"))).execute(&mut db).await.expect("a database");
        let url = server.clone().database(&name).to_url_lossy().to_string();
        Stage::open(url, Kind::Postgres { server, name }).await
    }

    async fn open(url: String, kind: Kind) -> Stage {
        let clock = Clock::default();
        let store = Store::open_with(&url, clock.clone()).await.expect("the database opens");
        Stage { store, clock, url, kind }
    }

    pub fn is_postgres(&self) -> bool {
        matches!(self.kind, Kind::Postgres { .. })
    }

    /// Another server on the same database, with the same clock.
    pub async fn another(&self) -> Store {
        Store::open_with(&self.url, self.clock.clone()).await.expect("the database opens again")
    }

    /// Changes the database behind the store's back.
    pub async fn plant(&self, sql: &str) {
        let sql = AssertSqlSafe(sql);
        match &self.kind {
            Kind::Sqlite(_) => {
                let mut db = SqliteConnection::connect(&self.url).await.expect("a connection");
                sqlx::raw_sql(sql).execute(&mut db).await.expect("planted");
                db.close().await.expect("closed");
            }
            Kind::Postgres { .. } => {
                let mut db = PgConnection::connect(&self.url).await.expect("a connection");
                sqlx::raw_sql(sql).execute(&mut db).await.expect("planted");
                db.close().await.expect("closed");
            }
        }
    }

    /// One number out of the database.
    pub async fn number(&self, sql: &str) -> i64 {
        let sql = AssertSqlSafe(sql);
        match &self.kind {
            Kind::Sqlite(_) => {
                let mut db = SqliteConnection::connect(&self.url).await.expect("a connection");
                sqlx::query_scalar(sql).fetch_one(&mut db).await.expect("a number")
            }
            Kind::Postgres { .. } => {
                let mut db = PgConnection::connect(&self.url).await.expect("a connection");
                sqlx::query_scalar(sql).fetch_one(&mut db).await.expect("a number")
            }
        }
    }

    async fn clear(&self) {
        match &self.kind {
            Kind::Sqlite(folder) => std::fs::remove_dir_all(folder).expect("the folder goes"),
            Kind::Postgres { server, name } => {
                let mut db = PgConnection::connect_with(server).await.expect("PostgreSQL answers");
                let drop = AssertSqlSafe(format!("drop database {name} with (force)"));
                sqlx::query(drop).execute(&mut db).await.expect("the database goes");
            }
        }
    }

    /// The administrator of the installation; made on first use.
    pub async fn admin(&self) -> Actor {
        let found = self.number("select coalesce(min(account), 0) from role_grant where role = 'admin' and area = 0").await;
        let id = match found {
            0 => self.store.first_admin(&phone(), "总管", PASSWORD).await.expect("an administrator"),
            id => id,
        };
        self.actor(id).await
    }

    pub async fn actor(&self, account: i64) -> Actor {
        self.store.actor_of(account).await.expect("the database answers").expect("an open account")
    }

    /// A root area with a district, a community, a shop, a family, and somebody in every role.
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
                let root = areas::add(tx, &area(None, AreaKind::City, name.clone())).await?;
                let district = areas::add(tx, &area(Some(root), AreaKind::District, format!("{name}区"))).await?;
                let home = areas::add(tx, &area(Some(district), AreaKind::Community, format!("{name}社区"))).await?;
                let shop = locations::NewLocation {
                    area: district,
                    name: "爱心超市".into(),
                    address: "和平路 1 号".into(),
                    hours: "9–17".into(),
                    ..Default::default()
                };
                let shop = locations::add(tx, &shop).await?;
                let union = organisations::NewOrganisation { area: root, name: "工会".into() };
                let union = organisations::add(tx, &union).await?;
                let mut ids = vec![root, district, home, shop, union];
                for role in [Role::Admin, Role::Coordinator, Role::Caseworker, Role::Shopkeeper, Role::Auditor, Role::Donor] {
                    let account = NewAccount {
                        phone: phone(),
                        name: format!("{name} {}", role.as_str()),
                        password: PASSWORD.into(),
                        area: if matches!(role, Role::Admin | Role::Donor) { root } else { district },
                        role,
                    };
                    ids.push(accounts::add(tx, &accounts::NewStaff { account, hash: hash.clone() }).await?);
                }
                *notes.lock().expect("nobody panicked") = ids;
                Ok(())
            })
        });
        built.await.expect("a town");
        let ids = made.lock().expect("nobody panicked").clone();
        let &[root, district, home, shop, union, admin, coordinator, caseworker, shopkeeper, auditor, donor] =
            ids.as_slice()
        else {
            panic!("not everybody came: {ids:?}");
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

    /// A family of two with an account.
    pub async fn family(&self, caseworker: &Actor, area: AreaId, name: &str) -> (HouseholdId, Actor) {
        let member = |name: &str, birth_year, sex| Member { id: 0, name: name.into(), birth_year, sex };
        let new = NewHousehold {
            area,
            name: name.into(),
            phone: phone(),
            address: "幸福里 2 号".into(),
            hardship: false,
            members: vec![member("王大", 1985, Sex::Female), member("王小", 2016, Sex::Unsaid)],
        };
        let made = self.store.household_add(&by(caseworker), new, Some(PASSWORD.into())).await;
        let household = made.expect("a household");
        let account = self.number(&format!("select id from account where household = {household}")).await;
        (household, self.actor(account).await)
    }

    /// Another donor of the town.
    pub async fn donor(&self, town: &Town) -> Actor {
        let new = Registration {
            phone: phone(),
            name: "邻居".into(),
            password: PASSWORD.into(),
            invitation: String::new(),
            area: town.root,
        };
        let (_, id) = self.store.register(&by(&Actor::visitor()), new, "").await.expect("a donor");
        self.actor(id).await
    }

    /// A published wish of the town's family for desk lamps (electrical, without sizes).
    pub async fn wish(&self, town: &Town, quantity: i64) -> WishId {
        let item = domain::catalogue::by_key("desk_lamp").expect("in the catalogue").id;
        let new = NewWish { item, quantity, words: "晚上写作业".into(), ..NewWish::default() };
        let wish = self.store.wish_post(&by(&town.family), new).await.expect("a wish");
        let publication = Publication { words: "写作业用".into() };
        self.store.wish_publish(&by(&town.caseworker), wish, publication).await.expect("published");
        wish
    }

    /// A claim of the town's donor.
    pub async fn claim(&self, town: &Town, wish: WishId, quantity: i64) -> Claim {
        let new = NewClaim { quantity, due: 0 };
        self.store.claim_take(&by(&town.donor), wish, new).await.expect("a claim")
    }

    /// The family's pick-up code.
    pub async fn pick_up_code(&self, town: &Town, wish: WishId) -> String {
        self.store.wish_file(&town.family, wish).await.expect("the family's own wish").code
    }
}

/// A hash of everybody's password, made once.
async fn hash() -> String {
    static HASH: tokio::sync::OnceCell<String> = tokio::sync::OnceCell::const_new();
    HASH.get_or_init(|| async { store::passwords::hash(PASSWORD).await.expect("a hash") }).await.clone()
}

/// A root area and somebody in every role: staff in the district, donor and administrator in the root.
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
