//! Details of the household files: relations, schools, income, hardships, and caseworkers' notes.
//! The first family has an example of each.

use domain::{
    DAY,
    households::{Hardship, HardshipKind, Income, Language, PaperKind, Relation, School},
    time::Month,
};
use store::{
    Command, Result, Tx,
    casework::{
        documents::AddPaper,
        hardships::{self, Change},
        notes::AddNote,
    },
    households::edit::ANY_VERSION,
    ops::bulk_consents,
};

use crate::{
    calendar::Calendar,
    city::families::{Family, Person, Script},
    city::settle::World,
    dice::Dice,
};

/// Per cent of families in hardship with a second hardship.
const TWO: usize = 30;

/// Notes of caseworkers after a visit or a call.
const NOTES: &[&str] = &[
    "上门看过，家里收拾得干净。孩子放学后常在邻居家写作业。",
    "打过电话，最近都好。下个月再去看看。",
    "奶奶腿不方便，东西请送到楼下，家里人来接。",
    "约好周末陪他们去医院取药。",
    "暖气修好了，晚上不冷了。",
    "母亲找到一份半天的工作，先做着看。",
    "上次领的棉被合用，家里说谢谢。",
    "白天家里没人，傍晚六点以后打电话。",
];

/// Derives a member's relation to the contact person from their ages.
pub fn relation(people: &[Person], who: usize) -> Relation {
    let (contact, person) = (&people[0], &people[who]);
    match person.age - contact.age {
        _ if who == 0 => Relation::Contact,
        ..=-18 => Relation::Child,
        -17..=15 if person.sex != contact.sex && person.age > 20 => Relation::Spouse,
        20.. => Relation::Parent,
        _ => Relation::Other,
    }
}

/// Returns the school for an age; some of the older ones are in vocational training.
pub fn school(age: i64, number: usize) -> School {
    match age {
        3..=5 => School::Kindergarten,
        6..=11 => School::Primary,
        12..=14 => School::Junior,
        15..=17 if number.is_multiple_of(4) => School::Vocational,
        15..=17 => School::Senior,
        18..=21 if number.is_multiple_of(3) => School::University,
        _ => School::None,
    }
}

/// Rolls the income: most families in hardship have the allowance, of most others it is unknown.
pub fn income(family: &Family, number: usize) -> Income {
    let mut dice = Dice::of(96, number);
    match (family.hardship, dice.below(10)) {
        (true, ..6) => Income::Minimum,
        (true, 6..9) => Income::Low,
        (true, _) => Income::None,
        (false, ..3) => Income::Low,
        (false, 3) => Income::Above,
        (false, _) => Income::Unsaid,
    }
}

/// Returns the family's language, by the script it writes.
pub fn language(family: &Family) -> Language {
    if family.script == Script::Uyghur { Language::Uyghur } else { Language::Chinese }
}

/// Picks a hardship that fits the members.
fn kind(dice: &mut Dice, people: &[Person]) -> HardshipKind {
    let grown = people.iter().filter(|p| p.age >= 18).count();
    let mut likely =
        vec![HardshipKind::Illness, HardshipKind::Disability, HardshipKind::LossOfWork, HardshipKind::LowIncome];
    if people.len() == 1 && people[0].age >= 60 {
        likely = vec![HardshipKind::ElderlyAlone, HardshipKind::ElderlyAlone, HardshipKind::Illness];
    } else if grown == 1 && people.len() > 1 {
        likely.extend([HardshipKind::SingleParent; 3]);
    }
    dice.pick(&likely)
}

/// Inserts hardships, and notes about some families.
pub async fn settle(tx: &mut Tx<'_>, calendar: Calendar, world: &World, families: &[Vec<Family>; 2]) -> Result<()> {
    for (number, root) in world.roots.iter().enumerate() {
        for (n, home) in root.homes.iter().enumerate() {
            let family = &families[number][n];
            let mut dice = Dice::of(97 + number as u64, n);
            let keeper = &root.districts[home.district].caseworker;
            if family.hardship || n == 0 {
                let mut kinds = vec![kind(&mut dice, &family.people)];
                if n == 0 || dice.chance(TWO) {
                    kinds.push(kind(&mut dice, &family.people));
                }
                kinds.dedup();
                for (time, kind) in kinds.into_iter().enumerate() {
                    let at = calendar.at(-dice.between(60, 380) * DAY);
                    tx.play(keeper, at, "hardship_add");
                    let since = Month::of(at - dice.between(30, 900) * DAY).to_string();
                    let over = time > 0 && dice.chance(50);
                    let until = if over { Month::of(at).to_string() } else { String::new() };
                    let hardship = Hardship { id: 0, kind, since, until };
                    hardships::put(tx, &Change { household: home.household, version: ANY_VERSION, hardship }).await?;
                }
            }
            let notes = if n == 0 { 3 } else { usize::from(family.hardship && dice.chance(50)) };
            for _ in 0..notes {
                let at = calendar.at(-dice.between(1, 300) * DAY - dice.between(0, 8) * 3600);
                tx.play(keeper, at, "note_add");
                AddNote::new(home.household, dice.pick(NOTES).to_owned()).run(tx).await?;
            }
            if n == 0 {
                for (days, kind, bytes) in
                    [(220, PaperKind::IdSeen, Vec::new()), (215, PaperKind::LowIncome, bulk_consents::paper()?)]
                {
                    tx.play(keeper, calendar.at(-days * DAY), "paper_add");
                    AddPaper { household: home.household, kind, bytes }.run(tx).await?;
                }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use domain::households::Sex;

    use super::*;

    #[test]
    fn the_first_family_has_two_parents_two_children_and_a_grandmother() {
        let who = |age, sex| Person { name: String::new(), given: String::new(), age, sex };
        let people =
            [who(35, Sex::Female), who(37, Sex::Male), who(8, Sex::Female), who(12, Sex::Male), who(67, Sex::Female)];
        let relations: Vec<_> = (0..5).map(|n| relation(&people, n)).collect();
        assert_eq!(
            relations,
            [Relation::Contact, Relation::Spouse, Relation::Child, Relation::Child, Relation::Parent]
        );
        assert_eq!((school(8, 0), school(12, 0), school(35, 0)), (School::Primary, School::Junior, School::None));
    }
}
