//! Invented households with members and ages.

use domain::households::Sex;

use crate::{
    city::places::{self, Place},
    dice::Dice,
    texts::names::{Kin, Namer},
};

/// A member of a household.
#[derive(Clone, Debug)]
pub struct Person {
    pub name: String,
    /// Form of address within the family.
    pub given: String,
    pub age: i64,
    pub sex: Sex,
}

/// A household before it is inserted.
#[derive(Clone, Debug)]
pub struct Family {
    pub district: usize,
    /// Index of the group within the district; 0 where there are none.
    pub group: usize,
    pub phone: String,
    pub address: String,
    pub hardship: bool,
    pub account: bool,
    /// Script of the family's own texts.
    pub script: Script,
    pub people: Vec<Person>,
}

/// Script in which a family writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    Simplified,
    Traditional,
    Uyghur,
}

const FEMALE_MALE: [Sex; 2] = [Sex::Female, Sex::Male];

/// Returns an invented mobile number, unique within its block; no operator uses 154.
pub fn phone(block: usize, number: usize) -> String {
    let scattered = if block == 0 { number } else { (number * 7_919 + 123_457) % 10_000_000 };
    format!("154{block}{scattered:07}")
}

/// Returns all households of a root area. The first is the one whose sign-in is printed.
pub fn all(root: usize, place: &Place) -> Vec<Family> {
    let homes: Vec<(usize, usize, String)> = (0..place.districts.len())
        .flat_map(|d| {
            let groups: Vec<String> = places::groups(place, d).collect();
            let groups = if groups.is_empty() { vec![String::new()] } else { groups };
            groups.into_iter().enumerate().map(move |(g, name)| (d, g, name))
        })
        .collect();
    let mut families = Vec::with_capacity(place.households);
    for (n, size) in sizes(root, place).into_iter().enumerate() {
        let mut dice = Dice::of(10 + root as u64, n);
        // The first lives in the first group; the rest rotate, so that no group stays empty.
        let (district, group, name) = &homes[n % homes.len()];
        let namer = Namer::new(&mut dice, place.mixed);
        let people = if n == 0 { first(&mut dice, &namer) } else { people(&mut dice, &namer, size) };
        let script = match dice.below(100) {
            0..5 => Script::Traditional,
            5..9 if people.iter().any(|p| p.name.contains('·')) => Script::Uyghur,
            _ => Script::Simplified,
        };
        let (house, room) = (dice.between(1, 88), dice.between(1, 6) * 100 + dice.between(1, 4));
        families.push(Family {
            district: *district,
            group: *group,
            phone: if n == 0 { phone(0, 1 + 10 * root) } else { phone(1 + root, n) },
            address: places::address(place.districts[*district].0, name, house, room),
            hardship: false,
            account: n < place.accounts,
            script: if n == 0 { Script::Simplified } else { script },
            people,
        });
    }
    let mut dice = Dice::of(12, root);
    let mut left = place.hardship;
    while left > 0 {
        let family = dice.below(families.len());
        left -= usize::from(!std::mem::replace(&mut families[family].hardship, true));
    }
    families
}

/// Returns the size of each household; they sum up to the place's number of people.
fn sizes(root: usize, place: &Place) -> Vec<usize> {
    let mut dice = Dice::of(13, root);
    let mut sizes: Vec<usize> =
        (0..place.households).map(|_| 1 + dice.weighted([11, 21, 33, 21, 9, 4, 1].into_iter())).collect();
    sizes[0] = 5;
    // One family of nine.
    sizes[7] = 9;
    let mut sum: usize = sizes.iter().sum();
    while sum != place.people {
        let n = 8 + dice.below(sizes.len() - 8);
        if sum < place.people && sizes[n] < 6 {
            (sizes[n], sum) = (sizes[n] + 1, sum + 1);
        } else if sum > place.people && sizes[n] > 1 {
            (sizes[n], sum) = (sizes[n] - 1, sum - 1);
        }
    }
    sizes
}

/// Creates the family of the printed sign-in: parents, two children, a grandmother.
fn first(dice: &mut Dice, namer: &Namer) -> Vec<Person> {
    let who = [
        (Sex::Female, 35, Kin::Other),
        (Sex::Male, 37, Kin::Father),
        (Sex::Female, 8, Kin::Child),
        (Sex::Male, 12, Kin::Child),
        (Sex::Female, 67, Kin::Other),
    ];
    who.into_iter().map(|(sex, age, kin)| person(dice, namer, sex, age, kin)).collect()
}

fn person(dice: &mut Dice, namer: &Namer, sex: Sex, age: i64, kin: Kin) -> Person {
    let (name, given) = namer.name(dice, sex, age, kin);
    Person { name, given, age, sex }
}

/// Creates the members of a household of this size; the first is the contact person.
fn people(dice: &mut Dice, namer: &Namer, size: usize) -> Vec<Person> {
    let mut people = Vec::with_capacity(size);
    if size == 1 || (size == 2 && dice.chance(42)) {
        let age = if dice.chance(62) { dice.between(61, 86) } else { dice.between(28, 60) };
        let both = [(Sex::Female, Kin::Other), (Sex::Male, Kin::Father)];
        let alone = dice.below(2);
        for (sex, kin) in if size == 1 { &both[alone..=alone] } else { &both[..] } {
            let age = age + dice.between(-3, 3);
            people.push(person(dice, namer, *sex, age, *kin));
        }
        return people;
    }
    let mother = dice.between(25, 46);
    people.push(person(dice, namer, Sex::Female, mother, Kin::Other));
    if size > 2 && dice.chance(88) {
        let age = mother + dice.between(-1, 6);
        people.push(person(dice, namer, Sex::Male, age, Kin::Father));
    }
    let elders = match size {
        0..=2 => 0,
        3 => usize::from(dice.chance(8)),
        4 => usize::from(dice.chance(30)),
        _ => 1 + usize::from(dice.chance(55)),
    };
    let children = size.saturating_sub(people.len() + elders);
    for _ in 0..children {
        let sex = dice.pick(&FEMALE_MALE);
        let age = dice.between(0, (mother - 21).clamp(2, 17));
        people.push(person(dice, namer, sex, age, Kin::Child));
    }
    for sex in FEMALE_MALE.into_iter().take(elders) {
        let age = (mother + dice.between(22, 34)).min(88);
        people.push(person(dice, namer, sex, age, Kin::Other));
    }
    people
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::city::places::PLACES;

    #[test]
    fn the_numbers_of_households_and_people_match_the_brief() {
        let mut phones = HashSet::new();
        for (root, place) in PLACES.iter().enumerate() {
            let families = all(root, place);
            assert_eq!(families.len(), place.households);
            assert_eq!(families.iter().map(|f| f.people.len()).sum::<usize>(), place.people);
            assert_eq!(families.iter().filter(|f| f.hardship).count(), place.hardship);
            assert_eq!(families.iter().filter(|f| f.people.len() == 9).count(), 1);
            assert_eq!(families[0].people.len(), 5);
            for family in &families {
                assert_eq!(domain::accounts::phone(&family.phone).as_ref(), Ok(&family.phone));
                assert!(phones.insert(family.phone.clone()), "{} twice", family.phone);
                assert!(family.people.iter().any(|p| p.age >= 18) && family.people.iter().all(|p| p.age >= 0));
            }
        }
    }
}
