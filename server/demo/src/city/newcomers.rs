//! Initial data, continued: shops with their keepers, organisations with their donors, household files.

use domain::{
    accounts::{Actor, Grant, Registration, Role, proof::PhoneProof},
    areas::{AreaId, AreaPath},
    households::{Member, NewHousehold},
    site::Agreement,
};
use store::{
    Command, Result, Tx,
    accounts::registration,
    areas::{
        locations::{self, AddLocation},
        organisations,
    },
    ops::bulk,
};

use crate::{
    PASSWORD,
    city::doors,
    city::families::{Family, phone},
    city::particulars,
    city::places::Place,
    city::settle::{District, Home, Settler, Shop},
    dice::Dice,
};

/// Days before now, as in [`crate::city::settle`].
const FILES: (i64, i64) = (-890, -410);
const SHOPS: i64 = -400;
const ORGANISATIONS: i64 = -390;
const DONORS: (i64, i64) = (-388, -370);

impl Settler<'_> {
    pub async fn shops(
        &mut self,
        tx: &mut Tx<'_>,
        admin: &Actor,
        (root, _, path): (AreaId, AreaId, &AreaPath),
        place: &Place,
        districts: &[District],
        first: usize,
    ) -> Result<Vec<Shop>> {
        let mut shops = Vec::new();
        for (district, name, address, text) in place.shops.iter().copied() {
            let serves = district.checked_sub(1).map(|d| &districts[d]);
            let (area, path) = serves.map_or((root, path), |d| (d.id, &d.path));
            let (name, address, hours) = (name.to_owned(), address.to_owned(), text.to_owned());
            tx.play(admin, self.day(SHOPS), "location_add");
            let new = locations::NewLocation { id: 0, area, name, address, hours, open: true };
            let id = AddLocation(new).run(tx).await?;
            doors::open(tx, admin, self.day(SHOPS), id, text).await?;
            let printed = if shops.is_empty() { first + 3 } else { 0 };
            let keeper = self.employ(tx, admin, Role::Shopkeeper, (area, root, path), place.mixed, printed).await?;
            shops.push(Shop { id, keeper });
        }
        Ok(shops)
    }

    pub async fn donors(
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
            let id = organisations::AddOrganisation { area, name: name.to_owned() }.run(tx).await?;
            let code = bulk::invitation(tx, id).await?;
            codes.extend((0..members).map(|_| (id, code.clone(), area, path.clone())));
        }
        let mut donors: Vec<Actor> = Vec::new();
        for (n, (organisation, invitation, area, path)) in codes.into_iter().enumerate() {
            let name = self.person_name(Dice::of(21 + number as u64, n), place.mixed);
            let phone = phone(0, if n == 0 { 2 + 10 * number } else { 1_000 * (1 + number) + n });
            let agreed = Some(Agreement::shipped("zh-CN"));
            let registration =
                Registration { phone, name: name.clone(), password: PASSWORD.into(), invitation, area: root, agreed };
            let day = DONORS.0 + (DONORS.1 - DONORS.0) * n as i64 / 60;
            tx.play(&Actor::visitor(), self.day(day), "register");
            let proof = PhoneProof::Code;
            let new = registration::NewDonor { registration, hash: self.hash.to_owned(), proof };
            let account = registration::register(tx, &new).await?;
            let grants = vec![Grant { role: Role::Donor, area, path }];
            donors.push(Actor { account, root, name, organisation, grants, ..Actor::default() });
        }
        Ok(donors)
    }

    pub async fn families(
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
            let members = || {
                family.people.iter().enumerate().map(|(who, p)| Member {
                    id: 0,
                    name: p.name.clone(),
                    birth_year: year - p.age,
                    sex: p.sex,
                    relation: particulars::relation(&family.people, who),
                    school: particulars::school(p.age, n),
                })
            };
            let day = FILES.0 + number as i64 + (FILES.1 - FILES.0) * n as i64 / families.len() as i64;
            files.push(bulk::Family {
                file: NewHousehold {
                    area,
                    name: family.people[0].name.clone(),
                    phone: family.phone.clone(),
                    address: family.address.clone(),
                    hardship: family.hardship,
                    members: members().collect(),
                },
                root,
                path,
                hash: if family.account { self.hash.to_owned() } else { String::new() },
                income: particulars::income(family, n),
                language: particulars::language(family),
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
            Home {
                district: family.district,
                area: file.file.area,
                household: ids.household,
                people: ids.people,
                actor,
            }
        });
        Ok(homes.collect())
    }
}
