//! Initial data: areas and staff; [`crate::city::newcomers`] adds all other accounts.

use std::collections::HashSet;

use domain::{
    accounts::{Actor, Grant, NewAccount, Role},
    areas::{AreaId, AreaKind, AreaPath, NewArea, Policy, WhoMayClaim},
    ledger::LocationId,
    site::SiteContact,
};
use store::{
    Command, Result, Tx, accounts,
    areas::{policies, tree::AddArea},
    notifications::notices::ReadNotices,
    ops::delivery::deliver_here,
    site::contact::SetContact,
};

use crate::{
    SignIn,
    calendar::Calendar,
    city::families::{Family, phone},
    city::places::{self, PLACES, Place},
    dice::Dice,
    texts::names,
};

/// Initial data that the simulation refers to.
#[derive(Clone, Debug, Default)]
pub struct World {
    pub roots: Vec<Root>,
    pub sign_ins: Vec<SignIn>,
}

/// A root area.
#[derive(Clone, Debug)]
pub struct Root {
    pub id: AreaId,
    pub policy: Policy,
    pub coordinator: Actor,
    pub districts: Vec<District>,
    pub shops: Vec<Shop>,
    pub donors: Vec<Actor>,
    pub homes: Vec<Home>,
}

/// A district with its caseworker and its groups.
#[derive(Clone, Debug)]
pub struct District {
    pub id: AreaId,
    pub path: AreaPath,
    pub caseworker: Actor,
    pub groups: Vec<(AreaId, AreaPath)>,
}

/// A shop with its keeper.
#[derive(Clone, Debug)]
pub struct Shop {
    pub id: LocationId,
    pub keeper: Actor,
}

/// A household with its database ids.
#[derive(Clone, Debug)]
pub struct Home {
    pub district: usize,
    pub area: AreaId,
    pub household: i64,
    pub people: Vec<i64>,
    /// The family's account; a visitor for a family without one.
    pub actor: Actor,
}

/// Days before now at which the initial data was created, in that order.
const AREAS: i64 = -900;
const STAFF: i64 = -895;
const POLICIES: i64 = -395;

/// Inserts areas, staff and all other initial data, and returns their ids.
pub async fn settle(tx: &mut Tx<'_>, calendar: Calendar, families: &[Vec<Family>; 2], hash: &str) -> Result<World> {
    // Staff and donors get names of no family, so that tests can search public pages for families' names.
    let names = families.iter().flatten().flat_map(|f| &f.people).map(|p| p.name.as_str()).collect();
    let mut settler = Settler { calendar, hash, names, staff: 0, world: World::default() };
    let everywhere = AreaPath::installation();
    let no_actor =
        Actor { grants: vec![Grant { role: Role::Admin, area: 0, path: everywhere.clone() }], ..Actor::default() };
    let admin = settler.employ(tx, &no_actor, Role::Admin, (0, 0, &everywhere), false, 7).await?;
    let contact = SiteContact {
        name: "心愿桥服务台（演示）".into(),
        phone: "000-1234 5678".into(),
        hours: "周一至周五 9:00–17:00".into(),
    };
    tx.run_as(&admin, settler.day(STAFF), &SetContact(contact)).await?;
    for (number, place) in PLACES.iter().enumerate() {
        settler.root(tx, &admin, number, place, &families[number]).await?;
    }
    settler.print("全部区域", Role::Admin, 7);
    let World { roots, mut sign_ins } = settler.world;
    // The administrator, who belongs to no root area, is listed after the sign-ins of the first.
    let last = sign_ins.pop();
    sign_ins.splice(6..6, last);
    Ok(World { roots, sign_ins })
}

pub struct Settler<'a> {
    pub calendar: Calendar,
    pub hash: &'a str,
    names: HashSet<&'a str>,
    staff: usize,
    world: World,
}

impl Settler<'_> {
    pub fn day(&self, days: i64) -> i64 {
        self.calendar.at(days * domain::DAY)
    }

    fn print(&mut self, area: &str, role: Role, number: usize) {
        self.world.sign_ins.push(SignIn { role, phone: phone(0, number), area: area.to_owned() });
    }

    pub fn person_name(&self, mut dice: Dice, mixed: bool) -> String {
        names::person_name(&mut dice, mixed, |name| self.names.contains(name))
    }

    /// Creates a staff account. `number` is that of the printed sign-ins, or 0.
    pub async fn employ(
        &mut self,
        tx: &mut Tx<'_>,
        by: &Actor,
        role: Role,
        (area, root, path): (AreaId, AreaId, &AreaPath),
        mixed: bool,
        number: usize,
    ) -> Result<Actor> {
        self.staff += 1;
        let name = self.person_name(Dice::of(20, self.staff), mixed);
        let phone = phone(0, if number > 0 { number } else { 100 + self.staff });
        let account = NewAccount { phone, name: name.clone(), area, role };
        tx.play(by, self.day(STAFF), "account_add");
        let id = accounts::staff::add(tx, &accounts::staff::AddAccount { account, hash: self.hash.to_owned() }).await?;
        Ok(Actor {
            account: id,
            root,
            name,
            grants: vec![Grant { role, area, path: path.clone() }],
            ..Actor::default()
        })
    }

    async fn area(
        &self,
        tx: &mut Tx<'_>,
        admin: &Actor,
        parent: Option<AreaId>,
        kind: AreaKind,
        name: &str,
    ) -> Result<AreaId> {
        tx.play(admin, self.day(AREAS), "area_add");
        AddArea(NewArea { parent, kind, name: name.to_owned() }).run(tx).await
    }

    async fn root(
        &mut self,
        tx: &mut Tx<'_>,
        admin: &Actor,
        number: usize,
        place: &Place,
        families: &[Family],
    ) -> Result<()> {
        let first = 10 * number;
        let id = self.area(tx, admin, None, AreaKind::City, place.name).await?;
        let path = AreaPath::installation().child(id);
        let whole = (id, id, &path);
        let coordinator = self.employ(tx, admin, Role::Coordinator, whole, place.mixed, first + 5).await?;
        let auditor = self.employ(tx, admin, Role::Auditor, whole, place.mixed, first + 6).await?;
        let mut districts = Vec::new();
        for (n, (name, _)) in place.districts.iter().copied().enumerate() {
            let district = self.area(tx, admin, Some(id), AreaKind::District, name).await?;
            let path = path.child(district);
            let mut groups = Vec::new();
            for group in places::groups(place, n) {
                let group = self.area(tx, admin, Some(district), AreaKind::Grid, &group).await?;
                groups.push((group, path.child(group)));
            }
            if groups.is_empty() {
                groups.push((district, path.clone()));
            }
            let printed = if n == 0 { first + 4 } else { 0 };
            let here = (district, id, &path);
            let caseworker = self.employ(tx, admin, Role::Caseworker, here, place.mixed, printed).await?;
            districts.push(District { id: district, path, caseworker, groups });
        }
        let homes = self.families(tx, number, id, &districts, families).await?;
        let shops = self.shops(tx, admin, whole, place, &districts, first).await?;
        let policy = Policy {
            who_may_claim: if number == 0 { WhoMayClaim::Anyone } else { WhoMayClaim::Members },
            open_claims: 5,
            claim_days: if number == 0 { 7 } else { 10 },
            wish_days: if number == 0 { 90 } else { 60 },
            open_wishes: 30,
            year_wishes: 60,
            // The helpers of the town stand by eleven households each, and have time for one more.
            pairings: if number == 0 { 6 } else { 12 },
            ..Policy::default()
        };
        tx.play(&coordinator, self.day(POLICIES), "policy_set");
        policies::SetPolicy { area: id, policy: policy.clone() }.run(tx).await?;
        // Both were told of each role; nearly a year later that is read.
        for head in [&auditor, &coordinator] {
            tx.play(head, self.day(POLICIES), "notices_read");
            deliver_here(tx).await?;
            ReadNotices.run(tx).await?;
        }
        let donors = self.donors(tx, admin, number, whole, place, &districts).await?;
        let district = format!("{} {}", place.name, place.districts[0].0);
        self.print(&district, Role::Family, first + 1);
        self.print(place.name, Role::Donor, first + 2);
        self.print(place.name, Role::Shopkeeper, first + 3);
        self.print(&district, Role::Caseworker, first + 4);
        self.print(place.name, Role::Coordinator, first + 5);
        self.print(place.name, Role::Auditor, first + 6);
        self.world.roots.push(Root { id, policy, coordinator, districts, shops, donors, homes });
        Ok(())
    }
}
