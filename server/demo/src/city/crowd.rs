//! Bulk loader of open wishes for measurements; they have no history, and most have no text.

use std::{collections::BTreeMap, sync::Arc};

use domain::{
    Timestamp,
    households::{Alias, Sex},
    progress::{Progress, Unit},
};
use store::{
    Result, Store,
    ops::bulk::{self, OpenWish},
};

use crate::{
    city::consents, city::families::Family, city::places::PLACES, city::settle::World, dice::Dice, needs, texts::words,
};

/// Wishes per transaction.
const BATCH: usize = 10_000;
/// Seconds before now within which all of them are sent, after all others.
/// Keeps the wishes' numbers in the order of waiting.
const WITHIN: i64 = 7_200;

/// Loads `count` more wishes, sent after `since`. Those of the child whose consent was withdrawn tell nothing of it.
pub async fn load(
    store: &Store,
    world: &World,
    families: &[Vec<Family>; 2],
    count: usize,
    since: Timestamp,
    withdrawn: Option<(usize, usize)>,
    progress: &Progress,
) -> Result<()> {
    let now = store.now();
    progress.begin("loading more wishes", Unit::Count, count as u64);
    let within = (now - since).clamp(0, WITHIN) as usize;
    for first in (0..count).step_by(BATCH) {
        let last = (first + BATCH).min(count);
        let at = |n: usize| now - ((count - n) * within / count) as i64;
        let wishes = |n| wish(world, families, n, at(n), withdrawn);
        let batch: Arc<Vec<OpenWish>> = Arc::new((first..last).map(wishes).collect());
        store
            .script(move |tx, ()| {
                let batch = batch.clone();
                Box::pin(async move {
                    let ids = bulk::wishes(tx, &batch).await?;
                    let mut terms: BTreeMap<String, Vec<i64>> = BTreeMap::new();
                    for (wish, id) in batch.iter().zip(ids) {
                        for term in bulk::terms_of(wish.item, wish.size, wish.words) {
                            terms.entry(term).or_default().push(id);
                        }
                    }
                    let pairs: Vec<(&str, i64)> =
                        terms.iter().flat_map(|(term, ids)| ids.iter().map(|id| (term.as_str(), *id))).collect();
                    bulk::terms(tx, &pairs).await
                })
            })
            .await?;
        progress.advance((last - first) as u64);
    }
    Ok(())
}

fn wish(
    world: &World,
    families: &[Vec<Family>; 2],
    number: usize,
    at: i64,
    withdrawn: Option<(usize, usize)>,
) -> OpenWish {
    let mut dice = Dice::of(80, number);
    let root = usize::from(dice.below(1000) >= PLACES[0].share);
    let family = dice.below(families[root].len());
    let (there, people) = (&world.roots[root], &families[root][family]);
    let home = &there.homes[family];
    let need = loop {
        if let Some(need) = needs::need(&mut dice, people, &[], &[]) {
            break need;
        }
    };
    let may_tell =
        |n: &usize| consents::told(root, family, people, *n) && (root != 0 || withdrawn != Some((family, *n)));
    let person = need.person.filter(may_tell).map(|n| &people.people[n]);
    let told = need.person.is_none() || person.is_some();
    let alias = Alias {
        family_size: home.people.len() as i64,
        age: person.map_or(-1, |p| p.age),
        sex: person.map_or(Sex::Unsaid, |p| p.sex),
    };
    let said = if told && dice.chance(20) { words::sentence(&mut dice, &need, alias.age) } else { "" };
    let district = &there.districts[home.district];
    let itself = home.actor.is_signed_in();
    OpenWish {
        household: home.household,
        home: home.area,
        root: there.id,
        district: district.id,
        item: need.item,
        size: need.size,
        quantity: need.quantity,
        member: need.person.map_or(0, |n| home.people[n]),
        alias,
        words: said,
        code: format!("{:04}", dice.below(10_000)),
        by: if itself { home.actor.account } else { district.caseworker.account },
        at,
        expires: at + there.policy.wish_days * domain::DAY,
    }
}
