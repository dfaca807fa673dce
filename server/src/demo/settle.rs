//! Before anything happens: areas, staff, shops, organisations, donors and households.

use std::collections::HashSet;

use domain::{
    areas::{AreaId, AreaKind, AreaPath, NewArea, Policy, WhoMayClaim},
    households::{Member, NewHousehold},
    ledger::LocationId,
    people::{Actor, Grant, NewAccount, Registration, Role},
};
use store::{Result, Tx, accounts, areas, bulk, locations, organisations, policies, registration};

use super::{
    PASSWORD, SignIn,
    calendar::Calendar,
    dice::Dice,
    families::{Family, phone},
    names,
    places::{self, PLACES, Place},
};

/// Everything that life needs to know of where it takes place.
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

/// A household as the database knows it.
#[derive(Clone, Debug)]
pub struct Home {
    pub district: usize,
    pub area: AreaId,
    pub household: i64,
    pub people: Vec<i64>,
    /// Nobody for a family without an account.
    pub actor: Actor,
}

/// Days before now at which the beginnings were made, in the order in which they are.
const AREAS: i64 = -900;
const STAFF: i64 = -895;
const FILES: (i64, i64) = (-890, -410);
const SHOPS: i64 = -400;
const POLICIES: i64 = -395;
const ORGANISATIONS: i64 = -390;
const DONORS: (i64, i64) = (-380, -206);

/// Writes everything down, and remembers it.
pub async fn settle(tx: &mut Tx<'_>, calendar: Calendar, families: &[Vec<Family>; 2], hash: &str) -> Result<World> {
    // Whoever looks for a family's name where it must not be is not to find a donor's.
    let names = families.iter().flatten().flat_map(|f| &f.people).map(|p| p.name.as_str()).collect();
    let mut settler = Settler { calendar, hash, names, staff: 0, world: World::default() };
    let everywhere = AreaPath::installation();
    let nobody = Actor { grants: vec![Grant { role: Role::Admin, area: 0, path: everywhere.clone() }], ..Actor::default() };
    let admin = settler.employ(tx, &nobody, Role::Admin, (0, 0, &everywhere), false, 7).await?;
    for (number, place) in PLACES.iter().enumerate() {
        settler.root(tx, &admin, number, place, &families[number]).await?;
    }
    settler.print("全部区域", Role::Admin, 7);
    let World { roots, mut sign_ins } = settler.world;
    // The administrator is of no root, and comes after the first.
    let last = sign_ins.pop();
    sign_ins.splice(6..6, last);
    Ok(World { roots, sign_ins })
}

struct Settler<'a> {
    calendar: Calendar,
    hash: &'a str,
    names: HashSet<&'a str>,
    staff: usize,
    world: World,
}

impl Settler<'_> {
    fn day(&self, days: i64) -> i64 {
        self.calendar.at(days * domain::DAY)
    }

    fn print(&mut self, area: &str, role: Role, number: usize) {
        self.world.sign_ins.push(SignIn { role, phone: phone(0, number), area: area.to_owned() });
    }

    fn somebody(&self, mut dice: Dice, mixed: bool) -> String {
        names::somebody(&mut dice, mixed, |name| self.names.contains(name))
    }

    /// Makes a staff account. `number` is that of the printed sign-ins, or 0.
    async fn employ(
        &mut self,
        tx: &mut Tx<'_>,
        by: &Actor,
        role: Role,
        (area, root, path): (AreaId, AreaId, &AreaPath),
        mixed: bool,
        number: usize,
    ) -> Result<Actor> {
        self.staff += 1;
        let name = self.somebody(Dice::of(20, self.staff), mixed);
        let phone = phone(0, if number > 0 { number } else { 100 + self.staff });
        let account = NewAccount { phone, name: name.clone(), password: PASSWORD.into(), area, role };
        tx.play(by, self.day(STAFF), "account_add");
        let id = accounts::add(tx, &accounts::NewStaff { account, hash: self.hash.to_owned() }).await?;
        Ok(Actor { account: id, root, name, grants: vec![Grant { role, area, path: path.clone() }], ..Actor::default() })
    }

    async fn area(&self, tx: &mut Tx<'_>, admin: &Actor, parent: Option<AreaId>, kind: AreaKind, name: &str) -> Result<AreaId> {
        tx.play(admin, self.day(AREAS), "area_add");
        areas::add(tx, &NewArea { parent, kind, name: name.to_owned() }).await
    }

    async fn root(&mut self, tx: &mut Tx<'_>, admin: &Actor, number: usize, place: &Place, families: &[Family]) -> Result<()> {
        let first = 10 * number;
        let id = self.area(tx, admin, None, AreaKind::City, place.name).await?;
        let path = AreaPath::installation().child(id);
        let whole = (id, id, &path);
        let coordinator = self.employ(tx, admin, Role::Coordinator, whole, place.mixed, first + 5).await?;
        self.employ(tx, admin, Role::Auditor, whole, place.mixed, first + 6).await?;
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
            ..Policy::default()
        };
        tx.play(&coordinator, self.day(POLICIES), "policy_set");
        policies::set(tx, &policies::NewPolicy { area: id, policy: policy.clone() }).await?;
        let donors = self.donors(tx, admin, number, whole, place, &districts).await?;
        let district = format!("{} {}", place.name, place.districts[0].0);
        self.print(&district, Role::Family, first + 1);
        self.print(place.name, Role::Donor, first + 2);
        self.print(place.name, Role::Shopkeeper, first + 3);
        self.print(&district, Role::Caseworker, first + 4);
        self.print(place.name, Role::Coordinator, first + 5);
        self.print(place.name, Role::Auditor, first + 6);
        self.world.roots.push(Root { id, policy, districts, shops, donors, homes });
        Ok(())
    }

    async fn shops(
        &mut self,
        tx: &mut Tx<'_>,
        admin: &Actor,
        (root, _, path): (AreaId, AreaId, &AreaPath),
        place: &Place,
        districts: &[District],
        first: usize,
    ) -> Result<Vec<Shop>> {
        let mut shops = Vec::new();
        for (district, name, address, hours) in place.shops.iter().copied() {
            let serves = district.checked_sub(1).map(|d| &districts[d]);
            let (area, path) = serves.map_or((root, path), |d| (d.id, &d.path));
            let (name, address, hours) = (name.to_owned(), address.to_owned(), hours.to_owned());
            tx.play(admin, self.day(SHOPS), "location_add");
            let new = locations::NewLocation { id: 0, area, name, address, hours, open: true };
            let id = locations::add(tx, &new).await?;
            let printed = if shops.is_empty() { first + 3 } else { 0 };
            let keeper = self.employ(tx, admin, Role::Shopkeeper, (area, root, path), place.mixed, printed).await?;
            shops.push(Shop { id, keeper });
        }
        Ok(shops)
    }

    async fn donors(
        &mut self,
        tx: &mut Tx<'_>,
        admin: &Actor,
        number: usize,
        (root, _, path): (AreaId, AreaId, &AreaPath),
        place: &Place,
        districts: &[District],
    ) -> Result<Vec<Actor>> {
        let mut codes = Vec::new();
        for (district, name, members) in place.organisations.iter().copied() {
            let serves = district.checked_sub(1).map(|d| &districts[d]);
            let (area, path) = serves.map_or((root, path), |d| (d.id, &d.path));
            tx.play(admin, self.day(ORGANISATIONS), "organisation_add");
            let id = organisations::add(tx, &organisations::NewOrganisation { area, name: name.to_owned() }).await?;
            let code = bulk::invitation(tx, id).await?;
            codes.extend((0..members).map(|_| (id, code.clone(), area, path.clone())));
        }
        let mut donors: Vec<Actor> = Vec::new();
        for (n, (organisation, invitation, area, path)) in codes.into_iter().enumerate() {
            let name = self.somebody(Dice::of(21 + number as u64, n), place.mixed);
            let phone = phone(0, if n == 0 { 2 + 10 * number } else { 1_000 * (1 + number) + n });
            let registration =
                Registration { phone, name: name.clone(), password: PASSWORD.into(), invitation, area: root };
            let day = DONORS.0 + (DONORS.1 - DONORS.0) * n as i64 / 60;
            tx.play(&Actor::visitor(), self.day(day), "register");
            let new = registration::NewDonor { registration, hash: self.hash.to_owned(), address: String::new() };
            let account = registration::register(tx, &new).await?;
            let grants = vec![Grant { role: Role::Donor, area, path }];
            donors.push(Actor { account, root, name, organisation, grants, ..Actor::default() });
        }
        Ok(donors)
    }

    async fn families(
        &self,
        tx: &mut Tx<'_>,
        number: usize,
        root: AreaId,
        districts: &[District],
        families: &[Family],
    ) -> Result<Vec<Home>> {
        let year = 1970 + self.calendar.now * 10_000 / (domain::DAY * 3_652_425);
        let mut files = Vec::with_capacity(families.len());
        for (n, family) in families.iter().enumerate() {
            let district = &districts[family.district];
            let (area, path) = district.groups[family.group].clone();
            let member = |p: &super::families::Person| Member {
                id: 0,
                name: p.name.clone(),
                birth_year: year - p.age,
                sex: p.sex,
            };
            let day = FILES.0 + number as i64 + (FILES.1 - FILES.0) * n as i64 / families.len() as i64;
            files.push(bulk::Family {
                file: NewHousehold {
                    area,
                    name: family.people[0].name.clone(),
                    phone: family.phone.clone(),
                    address: family.address.clone(),
                    hardship: family.hardship,
                    members: family.people.iter().map(member).collect(),
                },
                root,
                path,
                hash: if family.account { self.hash.to_owned() } else { String::new() },
                created: self.day(day),
                by: district.caseworker.account,
            });
        }
        let made = bulk::families(tx, &files).await?;
        let homes = files.into_iter().zip(made).zip(families).map(|((file, ids), family)| {
            let grants = vec![Grant { role: Role::Family, area: file.file.area, path: file.path }];
            let actor = Actor {
                account: ids.account,
                root,
                name: file.file.name,
                household: ids.household,
                grants,
                ..Actor::default()
            };
            let actor = if ids.account == 0 { Actor::visitor() } else { actor };
            Home { district: family.district, area: file.file.area, household: ids.household, people: ids.people, actor }
        });
        Ok(homes.collect())
    }
}
