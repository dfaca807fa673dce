//! The test world: a city with two districts, and another root area that must not see the city's data.
//!
//! It is created in one transaction by the store's own functions. Sessions are inserted directly, because hashing a
//! password takes longer than a whole test.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use domain::{
    accounts::{Actor, NewAccount, Registration, Role, proof::PhoneProof},
    areas::{AreaKind, NewArea},
    households::{Member, NewHousehold, Sex},
};
use sha2::{Digest, Sha256};
use store::{
    Command, Secret, Store, Tx,
    accounts::{self, profile::NewDonor, staff::AddAccount},
    areas::{
        locations::{AddLocation, NewLocation},
        organisations::AddOrganisation,
        tree::AddArea,
    },
    households::{self, create::AddHousehold},
};

use super::database::Database;

/// Names, phones and addresses of families, which no outsider may see.
pub const CANARIES: &[&str] =
    &["欧阳金雀", "小金雀", "司徒画眉", "小画眉", "13900004711", "13900004712", "13900004713", "金雀巷", "画眉弄"];

/// The administrator's password, the only one that works; phone 13800000000.
pub const ADMIN_PASSWORD: &str = "正确的马电池订书钉";

/// Placeholder for passwords that are never checked, and need no hash.
const NO_HASH: &str = "-";

#[derive(Clone, Default)]
pub struct World {
    pub people: HashMap<String, Person>,
    pub ids: HashMap<&'static str, i64>,
}

#[derive(Clone)]
pub struct Person {
    pub actor: Actor,
    pub token: String,
}

/// All accounts: name, phone, role, area. Families have their households, too.
pub const STAFF: &[(&str, &str, Role, &str)] = &[
    ("coordinator", "13800000001", Role::Coordinator, "city"),
    ("caseworker", "13800000002", Role::Caseworker, "community"),
    ("shopkeeper", "13800000003", Role::Shopkeeper, "east"),
    ("auditor", "13800000004", Role::Auditor, "city"),
    ("area_admin", "13800000005", Role::Admin, "city"),
    ("caseworker_west", "13800000006", Role::Caseworker, "west"),
    ("spare", "13800000008", Role::Shopkeeper, "community"),
    ("shopkeeper_west", "13800000007", Role::Shopkeeper, "west"),
    ("coordinator_there", "13800000011", Role::Coordinator, "there"),
    ("caseworker_there", "13800000012", Role::Caseworker, "there"),
    ("shopkeeper_there", "13800000013", Role::Shopkeeper, "there"),
    ("auditor_there", "13800000014", Role::Auditor, "there"),
    ("admin_there", "13800000015", Role::Admin, "there"),
];

/// The smallest valid PNG.
pub const PICTURE: &[u8] = &[
    137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0, 31, 21, 196,
    137, 0, 0, 0, 13, 73, 68, 65, 84, 120, 218, 99, 252, 207, 192, 80, 15, 0, 4, 133, 1, 128, 132, 169, 140, 33, 0, 0,
    0, 0, 73, 69, 78, 68, 174, 66, 96, 130,
];

/// One second recorded by Chromium.
pub const VOICE: &[u8] = include_bytes!("../../../../app/domain/src/wishes/voice/second.webm");

const AREAS: &[(&str, &str, AreaKind, &str)] = &[
    ("city", "", AreaKind::City, "云溪市"),
    ("east", "city", AreaKind::District, "东岸区"),
    ("west", "city", AreaKind::District, "西岸区"),
    ("community", "east", AreaKind::Community, "柳林社区"),
    ("there", "", AreaKind::City, "石桥镇"),
    ("station", "there", AreaKind::District, "一号站"),
];

const DONORS: &[(&str, &str, &str)] =
    &[("donor", "13800000021", "city"), ("donor2", "13800000022", "city"), ("donor_there", "13800000023", "there")];

const FAMILIES: &[(&str, &str, &str, &str, &str, &str)] = &[
    ("family", "13900004711", "欧阳金雀", "小金雀", "金雀巷 3 号", "community"),
    ("family2", "13900004712", "司徒画眉", "小画眉", "画眉弄 5 号", "community"),
    ("family_there", "13900004713", "夏侯金雀", "小金雀", "金雀巷 9 号", "station"),
];

type Ids = Arc<Mutex<HashMap<&'static str, i64>>>;

impl World {
    pub async fn make(store: &Store, database: &Database) -> World {
        let root = store.first_admin("13800000000", "管理员", ADMIN_PASSWORD).await.expect("an administrator");
        let admin = store.actor_of(root).await.expect("a database").expect("an administrator");
        let ids = Ids::default();
        let (made, by) = (ids.clone(), admin.clone());
        store.script(move |tx, ()| Box::pin(build(tx, by.clone(), made.clone()))).await.expect("a world");

        let mut world = World { people: HashMap::new(), ids: ids.lock().expect("ids").clone() };
        let people = STAFF.iter().map(|p| (p.0, p.1)).chain(DONORS.iter().map(|p| (p.0, p.1)));
        let people = people.chain(FAMILIES.iter().map(|p| (p.0, p.1))).chain([("admin", "13800000000")]);
        world.sign_in(store, database, &people.collect::<Vec<_>>()).await;
        world
    }

    /// Replaces all sessions, for use after they have expired.
    pub async fn sign_in_again(&mut self, store: &Store, database: &Database) {
        let (vault, sealed) = (database.vault(), database.rows("select id, phone from account").await);
        let open = |phone: &str| vault.open(Secret::AccountPhone, phone).expect("a phone");
        let phones: HashMap<i64, String> = sealed.iter().map(|(id, phone)| (*id, open(phone))).collect();
        let phone =
            |name: &str, account| phones.get(account).unwrap_or_else(|| panic!("{name} has no account")).clone();
        let people: Vec<_> =
            self.people.iter().map(|(name, p)| (name.clone(), phone(name, &p.actor.account))).collect();
        self.sign_in(
            store,
            database,
            &people.iter().map(|(name, phone)| (name.as_str(), phone.as_str())).collect::<Vec<_>>(),
        )
        .await;
    }

    pub fn id(&self, name: &str) -> i64 {
        self.ids.get(name).copied().unwrap_or_else(|| panic!("nothing is called {name}"))
    }

    /// Adds signed-in donors to the first root area; returns their names.
    pub async fn add_donors(&mut self, store: &Store, database: &Database, count: usize) -> Vec<String> {
        let area = self.id("city");
        let phones: Vec<String> = (0..count).map(|n| format!("137{n:08}")).collect();
        let all = phones.clone();
        store.script(move |tx, ()| Box::pin(register(tx, all.clone(), area))).await.expect("donors");
        self.sign_in(store, database, &phones.iter().map(|phone| (phone.as_str(), phone.as_str())).collect::<Vec<_>>())
            .await;
        phones
    }

    /// Creates sessions for these people, given by name and phone.
    async fn sign_in(&mut self, store: &Store, database: &Database, people: &[(&str, &str)]) {
        let (vault, sealed) = (database.vault(), database.rows("select id, phone from account").await);
        let open = |phone: &str| vault.open(Secret::AccountPhone, phone).expect("a phone");
        let accounts: HashMap<String, i64> = sealed.iter().map(|(id, phone)| (open(phone), *id)).collect();
        let mut sessions = Vec::new();
        for (name, phone) in people {
            let token = format!("{:032x}{:032x}", rand::random::<u128>(), rand::random::<u128>());
            let digest: String = Sha256::digest(&token).iter().map(|byte| format!("{byte:02x}")).collect();
            let id = accounts[*phone];
            // Used and proved in the future, so that moving the clock neither ends it nor makes steps ask again.
            let future = i64::from(i32::MAX) * 2;
            sessions.push(format!("('{digest}', {id}, 0, {future}, {future}, {future})"));
            // It may do nothing, once an administrator has closed the account.
            let actor = store.actor_of(id).await.expect("a database");
            let actor = actor.unwrap_or_else(|| Actor { account: id, ..Actor::visitor() });
            self.people.insert((*name).to_owned(), Person { actor, token });
        }
        let insert = format!(
            "insert into session (token, account, created, expires, used, proved) values {}",
            sessions.join(", ")
        );
        database.raw(&insert).await.expect("sessions");
    }
}

fn donor(phone: &str, area: i64) -> NewDonor {
    let registration = Registration {
        phone: phone.into(),
        name: "好心人".into(),
        password: "never asked for".into(),
        invitation: String::new(),
        area,
        agreed: Some(domain::site::Agreement::shipped("zh-CN")),
    };
    NewDonor { registration, hash: NO_HASH.into(), proof: PhoneProof::Code }
}

async fn register(tx: &mut Tx<'_>, phones: Vec<String>, area: i64) -> store::Result<()> {
    for phone in &phones {
        accounts::profile::register(tx, &donor(phone, area)).await?;
    }
    Ok(())
}

async fn build(tx: &mut Tx<'_>, admin: Actor, ids: Ids) -> store::Result<()> {
    let now = tx.now;
    let id = |name: &str| ids.lock().expect("ids").get(name).copied().unwrap_or_default();
    let keep = |name: &'static str, id: i64| ids.lock().expect("ids").insert(name, id);
    tx.play(&admin, now, "world");
    for (name, parent, kind, called) in AREAS {
        let parent = (!parent.is_empty()).then(|| id(parent));
        keep(name, AddArea(NewArea { parent, kind: *kind, name: (*called).into() }).run(tx).await?);
    }
    for (name, area, called) in
        [("shop", "east", "柳林店"), ("shop_west", "west", "西岸店"), ("shop_there", "station", "石桥店")]
    {
        let (address, hours) = (format!("{called}门口"), "9:00–17:00".into());
        let new = NewLocation { id: 0, area: id(area), name: called.into(), address, hours, open: true };
        keep(name, AddLocation(new).run(tx).await?);
    }
    for (name, area) in [("organisation", "city"), ("organisation_there", "there")] {
        keep(name, AddOrganisation { area: id(area), name: "工会".into() }.run(tx).await?);
    }
    for (name, phone, role, area) in STAFF {
        let account = NewAccount { phone: (*phone).into(), name: "工作人员".into(), area: id(area), role: *role };
        keep(name, accounts::staff::add(tx, &AddAccount { account, hash: NO_HASH.into() }).await?);
    }
    for (name, phone, area) in DONORS {
        keep(name, accounts::profile::register(tx, &donor(phone, id(area))).await?);
    }
    for (name, phone, called, child, address, area) in FAMILIES {
        let caseworker = Actor {
            grants: vec![domain::accounts::Grant {
                role: Role::Caseworker,
                area: 0,
                path: domain::areas::AreaPath::installation(),
            }],
            ..admin.clone()
        };
        tx.play(&caseworker, now, "world");
        let member = |name: &str, birth_year| Member {
            id: 0,
            name: name.into(),
            birth_year,
            sex: Sex::Female,
            ..Member::default()
        };
        let household = NewHousehold {
            area: id(area),
            name: (*called).into(),
            phone: (*phone).into(),
            address: (*address).into(),
            hardship: false,
            members: vec![member(called, 1985), member(child, 2017)],
        };
        keep(
            name,
            households::create::add(tx, &AddHousehold { household, account: true, hash: NO_HASH.into(), anyway: true })
                .await?,
        );
    }
    Ok(())
}
