//! Needs of the families: which item fits whom, in which size and quantity.

use domain::{
    catalogue::{self, Item},
    households::Sex,
};

use crate::{
    city::families::{Family, Person},
    dice::Dice,
};

/// Who an item is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum For {
    /// The whole family.
    All,
    /// A member of these ages.
    Aged(i64, i64),
}

/// Item, who it is for, weight, largest quantity.
const NEEDS: &[(&str, For, usize, i64)] = &[
    ("school_bag", For::Aged(5, 15), 60, 1),
    ("stationery_set", For::Aged(5, 15), 44, 2),
    ("desk_lamp", For::Aged(6, 17), 38, 1),
    ("dictionary", For::Aged(7, 14), 22, 1),
    ("exercise_books", For::Aged(6, 15), 18, 5),
    ("study_desk", For::Aged(6, 17), 16, 1),
    ("story_books", For::Aged(4, 15), 34, 3),
    ("alarm_clock", For::Aged(8, 17), 8, 1),
    ("ball", For::Aged(8, 17), 14, 1),
    ("art_set", For::Aged(4, 13), 18, 1),
    ("rice_cooker", For::All, 48, 1),
    ("kettle", For::All, 24, 1),
    ("wok", For::All, 14, 1),
    ("bowls", For::All, 10, 2),
    ("thermos", For::Aged(56, 90), 16, 1),
    ("induction_cooker", For::All, 14, 1),
    ("rice", For::All, 34, 2),
    ("cooking_oil", For::All, 22, 2),
    ("quilt", For::All, 46, 3),
    ("sheets", For::All, 16, 2),
    ("pillow", For::All, 10, 4),
    ("blanket", For::Aged(56, 90), 16, 1),
    ("mattress", For::All, 10, 1),
    ("winter_coat", For::Aged(4, 86), 60, 1),
    ("sweater", For::Aged(4, 80), 16, 1),
    ("trousers", For::Aged(4, 16), 16, 2),
    ("shoes", For::Aged(4, 62), 44, 1),
    ("thermal_underwear", For::Aged(5, 86), 20, 2),
    ("socks", For::All, 10, 6),
    ("raincoat", For::Aged(7, 60), 12, 1),
    ("hat_scarf", For::Aged(5, 80), 14, 1),
    ("fan", For::All, 20, 1),
    ("heater", For::All, 22, 1),
    ("washing_machine", For::All, 12, 1),
    ("folding_bed", For::All, 12, 1),
    ("washbasin", For::All, 6, 2),
    ("towel", For::All, 8, 4),
    ("diapers", For::Aged(0, 2), 60, 4),
    ("milk_powder", For::Aged(0, 2), 50, 2),
    ("stroller", For::Aged(0, 2), 22, 1),
    ("baby_clothes", For::Aged(0, 1), 34, 3),
    ("wheelchair", For::Aged(62, 90), 14, 1),
    ("walking_stick", For::Aged(64, 90), 22, 1),
    ("reading_glasses", For::Aged(50, 90), 30, 1),
    ("elder_phone", For::Aged(60, 90), 22, 1),
    ("bicycle", For::Aged(9, 58), 16, 1),
];

/// A need of a family or one of its members.
#[derive(Clone, Debug)]
pub struct Need {
    pub item: &'static Item,
    pub size: &'static str,
    pub quantity: i64,
    /// Index of the member; `None` when it is for the whole family.
    pub person: Option<usize>,
}

fn fits(audience: For, person: &Person) -> bool {
    matches!(audience, For::Aged(from, to) if (from..=to).contains(&person.age))
}

/// Picks an item this family may wish for, among the keys in `among` (empty: all) and not in `but`.
pub fn need(dice: &mut Dice, family: &Family, among: &[&str], but: &[i64]) -> Option<Need> {
    let weight = |(key, audience, weight, _): &(&str, For, usize, i64)| {
        let wanted = (among.is_empty() || among.contains(key))
            && (*audience == For::All || family.people.iter().any(|p| fits(*audience, p)))
            && !catalogue::by_key(key).is_some_and(|item| but.contains(&item.id));
        if wanted { *weight } else { 0 }
    };
    if NEEDS.iter().map(weight).sum::<usize>() == 0 {
        return None;
    }
    let (key, audience, _, most) = NEEDS[dice.weighted(NEEDS.iter().map(weight))];
    let item = catalogue::by_key(key)?;
    let able: Vec<usize> = (0..family.people.len()).filter(|n| fits(audience, &family.people[*n])).collect();
    let person = (!able.is_empty()).then(|| dice.pick(&able));
    let size = size(dice, item, person.map(|n| &family.people[n]));
    let quantity = if most > 1 && dice.chance(55) { dice.between(2, most) } else { 1 };
    Some(Need { item, size, quantity, person })
}

/// Picks a size that fits the person.
fn size(dice: &mut Dice, item: &'static Item, person: Option<&Person>) -> &'static str {
    let Some(last) = item.sizes.len().checked_sub(1) else { return "" };
    let (age, male) = person.map_or((30, false), |p| (p.age, p.sex == Sex::Male));
    let whole = |n: i64| usize::try_from(n).unwrap_or(0);
    let at = match item.key {
        "school_bag" | "story_books" => whole(match age {
            ..6 => 0,
            6..9 => 1,
            9..12 => 2,
            _ => 3,
        }),
        "winter_coat" | "sweater" | "trousers" | "thermal_underwear" => match age {
            // 100 at ages three and four, 160 at fifteen.
            ..16 => whole((age - 3) / 2).min(6),
            _ if male => 8 + dice.below(4),
            _ => 7 + dice.below(3),
        },
        "shoes" => match age {
            ..15 => whole(age - 4) + dice.below(2),
            _ if male => 14 + dice.below(5),
            _ => 9 + dice.below(5),
        },
        "socks" | "raincoat" | "hat_scarf" | "bicycle" => usize::from(age > 13),
        "milk_powder" => {
            if age == 0 {
                dice.below(2)
            } else {
                2
            }
        }
        "baby_clothes" => {
            if age == 0 {
                dice.below(3)
            } else {
                3 + dice.below(2)
            }
        }
        "diapers" => whole(age) + dice.below(2),
        _ => dice.below(last + 1),
    };
    item.sizes[at.min(last)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{city::families, city::places::PLACES};

    #[test]
    fn each_catalogue_item_is_needed_in_a_valid_size_and_quantity() {
        assert_eq!(NEEDS.len(), catalogue::ITEMS.len());
        let mut dice = Dice::of(0, 1);
        for family in families::all(0, &PLACES[0]).iter().take(300) {
            for _ in 0..5 {
                let Some(need) = need(&mut dice, family, &[], &[]) else { continue };
                let wish = domain::wishes::NewWish {
                    item: need.item.id,
                    size: need.size.into(),
                    quantity: need.quantity,
                    ..Default::default()
                };
                assert!(wish.checked().is_ok(), "{need:?}");
            }
        }
    }
}
